"""How time passes in a story of the demo: day by day, the worker doing each evening what was due."""

from datetime import datetime, timedelta

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services.timers import tick

DAY = timedelta(days=1)
EVENING = 20
LONGEST = 40  # days that a publication of fifteen takes with the longest holiday behind it


class Days:
    """The days of a story, from `now` on."""

    now: datetime

    def wait(self, days: int) -> None:
        for _day in range(days):
            while tick(at=self.now.replace(hour=EVENING)):
                pass
            self.now += DAY

    def outlast(self, matter: Matter, state: str) -> None:
        """Wait until the matter has come to a state by itself: terms in workdays take longer with holidays in them."""
        for _day in range(LONGEST):
            matter.refresh_from_db()
            if matter.state == state:
                return
            self.wait(1)
