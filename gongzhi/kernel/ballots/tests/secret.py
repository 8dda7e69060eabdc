"""A secret poll of the village that is open, with everybody in it by username."""

from datetime import datetime

from gongzhi.kernel.ballots.demo import Played
from gongzhi.kernel.ballots.models import Ballot

from .world import MONDAY, OPENS, Booths

HOLDERS = ("supervisor", "supervisor2", "supervisor3")


class Secret(Played):
    def __init__(self, booths: Booths, **more: object) -> None:
        poll = booths.poll(secret=True, **more)
        super().__init__(poll, booths.runner, [booths.actor(username) for username in HOLDERS])
        self.booths = booths

    @classmethod
    def opened(cls, booths: Booths, *, threshold: int = 0, **more: object) -> "Secret":
        made = cls(booths, **more)
        made.make_ready(at=MONDAY, threshold=threshold)
        booths.step(made.poll.matter, "open_election", at=OPENS)
        made.poll.refresh_from_db()
        return made

    def number(self, username: str) -> int:
        return self.booths.voter(self.poll, username).number

    def given(self, username: str, marks: list[int], slip: str = "") -> str:
        return self.ballot(self.number(username), [marks], slip=slip)

    def vote(self, username: str, marks: list[int], *, at: datetime, slip: str = "") -> Ballot:
        return self.cast(self.number(username), [marks], self.booths.actor(username), at=at, slip=slip)

    def use_key(self, username: str, *, at: datetime, scheme: str = "person") -> bool:
        return self.open_box(self.booths.actor(username), scheme, at=at)
