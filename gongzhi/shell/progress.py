"""How far a long work is, as a bar on a terminal, a line a unit elsewhere."""

import time
from dataclasses import dataclass, field
from typing import Any

from gongzhi.shell.city import Progress

WIDTH = 30


@dataclass
class Bar:
    """Shows a Progress when called with one, at most five times a second."""

    out: Any
    quiet: bool = False
    began: float = field(default_factory=time.monotonic)
    shown: float = 0.0
    unit: str = "-"

    def __call__(self, at: Progress) -> None:
        now = time.monotonic()
        news = at.unit != self.unit
        if self.quiet or not (news or (self.out.isatty() and now - self.shown > 0.2)):
            return
        self.shown, self.unit = now, at.unit
        full = WIDTH * at.done // max(at.units, 1)
        speed = at.rows / max(now - self.began, 0.1)
        line = f"[{'#' * full}{'.' * (WIDTH - full)}] {at.done}/{at.units} {at.unit:<6} {at.rows:,} 行，每秒 {speed:,.0f} 行"
        self.out.write(f"\r{line}" if self.out.isatty() else line, ending="" if self.out.isatty() else "\n")
        if self.out.isatty() and at.done == at.units:
            self.out.write("")
