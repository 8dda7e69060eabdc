"""What the columns of a CSV file mean: CSV on the Web (W3C, csvw), which programs read beside the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MEDIA = "application/csvm+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `name` for programs, `titles` as its heading by language, `type` of XML Schema."""

    name: str
    titles: Mapping[str, str]
    about: str
    type: str = "string"
    required: bool = False


def dictionary(
    url: str, columns: Sequence[Column], *, title: str, licence: str, language: str
) -> dict[str, Any]:
    """Answer the description of the table at `url`. A cell that is empty has no value."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": url,
        "dc:title": title,
        "dc:license": {"@id": licence},
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": dict(column.titles),
                    "dc:description": column.about,
                    "datatype": column.type,
                    "required": column.required,
                }
                for column in columns
            ]
        },
    }
