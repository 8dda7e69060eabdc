"""Stations of paper beside a secret poll: played, for the demo and for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gongzhi.kernel.ballots.demo import Answers, Played
from gongzhi.kernel.ballots.models import Station
from gongzhi.kernel.ballots.services import counting, preparing, striking
from gongzhi.kernel.matters.services.files import Upload
from gongzhi.kernel.people.actor import Actor


@dataclass(kw_only=True)
class Box(Played):
    """A secret poll with its stations. `runner`, `second`: of the election committee; `holders`: of the keys."""

    second: Actor

    def station(self, name: str, kind: str, *, at: datetime) -> Station:
        return preparing.add_station(poll_id=self.poll.pk, kind=kind, name=name, actor=self.runner, at=at)

    def hand_out(self, station: Station, papers: Mapping[int, Answers], *, at: datetime) -> None:
        """Hand paper ballots to the voters with these numbers."""
        for number in papers:
            striking.strike(poll_id=self.poll.pk, station=station.pk, number=number, actor=self.runner, at=at)

    def count_paper(
        self, station: Station, papers: Mapping[int, Answers], photo: Sequence[Upload], *, at: datetime
    ) -> None:
        """Count them in public; a second person confirms the protocol."""
        shape = [len(q["answers"]) for q in self.poll.questions]
        counts = [
            [sum(p[n][place] for p in papers.values()) for place in range(size)]
            for n, size in enumerate(shape)
        ]
        blank = [sum(not any(p[n]) for p in papers.values()) for n in range(len(shape))]
        given = counting.SheetGiven(
            issued=len(papers),
            returned=len(papers),
            invalid=0,
            blank=blank,
            counts=counts,
            tellers="监票人、唱票人、计票人各一名",
        )
        sheet = counting.enter_sheet(
            poll_id=self.poll.pk, station=station.pk, given=given, photo=photo, actor=self.runner, at=at
        )
        counting.confirm_sheet(poll_id=self.poll.pk, sheet=sheet.pk, actor=self.second, at=at)
