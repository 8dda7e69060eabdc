"""Facts of a stream of entries into totals, without a row for each: a level is written when it has seen its areas."""

from collections import Counter

from gongzhi.kernel.indicators.folding import LEVELS, spread
from gongzhi.kernel.indicators.models import Total
from gongzhi.kernel.record.scribing import Told
from gongzhi.kernel.record.streaming import Rows, Table

TOTALS = Table.of(Total, "measure", "level", "grain", "start", "area_code", "dimensions", "amount", sums=True)
MOST = 50_000  # facts that are kept of one level


class Gathering:
    """Takes facts in any order; those of one area after another need the fewest rows. Their days have come."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.kept: dict[int, Counter[Told]] = {level: Counter() for level in LEVELS}

    def take(self, facts: Counter[Told]) -> None:
        """Take facts over: what they are taken from is empty afterwards."""
        for (measure, area, day, dimensions), amount in facts.items():
            for level in (n for n in LEVELS if n <= len(area)):
                self.kept[level][measure, area[:level], day, dimensions] += amount
        facts.clear()
        for level, kept in self.kept.items():
            if len(kept) > MOST:
                self._write(level)

    def finish(self) -> None:
        for level in LEVELS:
            self._write(level)

    def _write(self, level: int) -> None:
        told = ((*key, amount) for key, amount in self.kept[level].items() if amount)
        for key, amount in spread(told, levels=(level,)).items():
            self.rows[TOTALS].append((*key, amount))
        self.kept[level].clear()
