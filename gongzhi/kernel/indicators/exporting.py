"""Facts counted again from the record as Parquet files, one a county: what analysis reads, here or on many machines."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gongzhi.kernel.indicators.areas import area_rows
from gongzhi.kernel.indicators.checking import counties, one_moment, rows
from gongzhi.kernel.indicators.folding import COLUMNS, Row

SCHEMA = pa.schema(
    [
        ("measure", pa.string()),
        ("area_code", pa.string()),
        ("day", pa.date32()),
        ("dimensions", pa.string()),
        ("amount", pa.int64()),
    ]
)
ROWS_AT_ONCE = 100_000


def export(folder: Path, *, at: datetime) -> int:
    """Write all facts into `folder`, which must be empty or new; answers how many there are.

    Files appear whole or not at all. Raises FileExistsError where something lies in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    with one_moment():
        written = _write(folder / "areas.parquet", area_rows(at=at))
        for county in counties():
            written += _write(folder / f"{county}.parquet", rows(county))
    return written


def _write(path: Path, facts: Iterable[Row]) -> int:
    partly, written = path.with_suffix(".partly"), 0
    with pq.ParquetWriter(partly, SCHEMA, compression="zstd") as writer:
        for chunk in _chunks(iter(facts)):
            columns = dict(zip(COLUMNS, zip(*chunk, strict=True), strict=True))
            writer.write_table(pa.table(columns, schema=SCHEMA))
            written += len(chunk)
    partly.rename(path)
    return written


def _chunks(facts: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(facts, ROWS_AT_ONCE)):
        yield chunk
