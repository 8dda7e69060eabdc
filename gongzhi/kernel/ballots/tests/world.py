"""A village in which everybody with a seat may vote, and a procedure in which they do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import TextChoices

from gongzhi.kernel.ballots.models import Poll, Voter
from gongzhi.kernel.ballots.polling import Polling
from gongzhi.kernel.ballots.services.applying import apply_polling
from gongzhi.kernel.ballots.services.preparing import PollGiven, Question, VoterGiven
from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import FACES, PROCEDURES, MatterFace, Party, Procedure, TermRule
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services import Given, act, open_matter
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.tests.world import DAY, MONDAY, PNG, VILLAGE, Village
from gongzhi.kernel.record.declarations import SYSTEM, RecordType
from gongzhi.lib.law import Cite
from gongzhi.lib.workdays import Term, Unit

LAW = Cite("村民委员会组织法", "十八条", date(2026, 1, 1))
HOUR = timedelta(hours=1)
OPENS, CLOSES = MONDAY + DAY, MONDAY + 2 * DAY


class S(TextChoices):
    PLANNED = "planned", "待投票"
    PREPARING = "preparing", "投票准备中"
    POLLING = "polling", "投票中"
    COUNTING = "counting", "计票中"
    DONE = "done", "完成"


POLL = Polling(
    slug="test",
    key="election",
    what="准备选举投票",
    waiting=(S.PLANNED,),
    preparing=S.PREPARING,
    polling=S.POLLING,
    counting=S.COUNTING,
    counted=S.DONE,
    law=LAW,
    by=(Party.SEATED,),
    seats=(SeatsOf(Organisation.Kind.COMMITTEE),),
)
PROCEDURE = Procedure(
    key="test.election",
    title="选举",
    states=S,
    start=S.PLANNED,
    final=frozenset({S.DONE}),
    opens=RecordType("test.election_opened", "开始"),
    steps=POLL.steps,
    terms=(
        TermRule(
            key="whole", title="全程", term=Term(60, Unit.CALENDAR, LAW), ceiling=Term(90, Unit.CALENDAR, LAW)
        ),
    ),
    opening_terms=("whole",),
    law=(LAW,),
    open=True,
)


@dataclass
class Case:
    """What the test's module would store: what is put to the vote."""

    given: PollGiven | None = None


def known(patch: Any, case: Case) -> None:
    """Have the procedure be known for one test."""

    def apply(
        *, matter: Matter, step: Any, values: Any, verdict: Any, actor: Actor, at: datetime, entry: Any
    ) -> None:
        apply_polling(POLL, matter=matter, step=step, verdict=verdict, actor=actor, at=at, given=case.given)

    face = MatterFace(
        procedure=PROCEDURE,
        apply=apply,
        panel=lambda matter, actor: ("_empty.html", {"title": "", "text": "", "href": "", "icon": ""}),
        text=lambda matter: matter.title,
    )
    patch.setitem(PROCEDURES, PROCEDURE.key, PROCEDURE)
    patch.setitem(FACES, PROCEDURE.key, face)


class Booths(Village):
    """The village with an election: `voters` are all its seated people, by username."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case
        self.runner = self.actor("secretary")
        self.second = self.actor("deputy")
        Kind.objects.create(code="990201", name="选举", procedure=PROCEDURE.key)

    def poll(
        self, *, secret: bool = False, weights: Mapping[str, dict[str, int]] | None = None, **more: Any
    ) -> Poll:
        """A prepared poll, with everybody seated on its roll."""
        matter = self._matter()
        schemes = tuple(next(iter(weights.values()))) if weights else ("person",)
        self.case.given = PollGiven(
            **{
                "key": "election",
                "title": "村民委员会选举",
                "secret": secret,
                "questions": (Question(text="主任", answers=("郑大江", "罗秀梅")),),
                "voters": [
                    VoterGiven(
                        name=account.name,
                        shown=account.name,
                        account=account.pk,
                        weights=weights[username] if weights else {"person": 1},
                    )
                    for username, account in self.people.items()
                    if not weights or username in weights
                ],
                "opens_at": OPENS,
                "closes_at": CLOSES,
                "schemes": schemes,
                "group": "Ed25519",
                **more,
            }
        )
        self.step(matter, "prepare_election", at=MONDAY)
        return matter.polls.get()

    def _matter(self) -> Matter:
        given = Given(
            kind=Kind.objects.get(code="990201"),
            area_code=VILLAGE,
            title="换届选举",
            channel=Matter.Channel.WEB,
        )
        return open_matter(given=given, by=SYSTEM, at=MONDAY)[0]

    def step(self, matter: Matter, key: str, *, at: datetime) -> None:
        values = {"opens_at": OPENS, "closes_at": CLOSES, "secret": False}
        act(matter_id=matter.pk, step=key, values=values, actor=self.runner, at=at)

    def opened(self, **more: Any) -> Poll:
        poll = self.poll(**more)
        self.step(poll.matter, "open_election", at=OPENS)
        poll.refresh_from_db()
        return poll

    def voter(self, poll: Poll, username: str) -> Voter:
        return poll.voters.get(account=self.people[username])


def photo() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile("计票单.png", PNG)]


def marks(extract: str, *numbers: int, at: datetime = OPENS + HOUR) -> str:
    """The file of a station that marked these numbers without a line."""
    return json.dumps({"extract": extract, "marks": [{"number": n, "at": at.isoformat()} for n in numbers]})
