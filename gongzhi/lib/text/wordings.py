"""What people say and what a law calls it: lines `said,meant meant`, from a file."""

import csv
import io


def wordings(text: str) -> dict[str, list[str]]:
    """Answer for each word that is said what it may be called. The first line names the columns."""
    rows = csv.DictReader(io.StringIO(text))
    return {row["said"]: row["meant"].split() for row in rows}
