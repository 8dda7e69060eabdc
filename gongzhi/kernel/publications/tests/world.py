"""A village with everybody in it, and a procedure in which a meeting decides and the decision is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import TextChoices
from django.utils import timezone

from gongzhi.kernel.bodies.demo import VILLAGERS, furnish_village
from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.matters.declarations import (
    FACES,
    PROCEDURES,
    Decision,
    MatterFace,
    Party,
    Procedure,
    Step,
    TermRule,
)
from gongzhi.kernel.matters.models import Kind, Matter, Meeting
from gongzhi.kernel.matters.services import Given, attending, convening, open_matter, tick, voting
from gongzhi.kernel.matters.services.concluding import conclude
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.models import Account, Resident
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.publicity import Publicity
from gongzhi.kernel.publications.services import apply_publicity
from gongzhi.kernel.record.declarations import SYSTEM, RecordType
from gongzhi.kernel.territory.services import load_areas
from gongzhi.lib.law import Cite
from gongzhi.lib.workdays import Term, Unit

VILLAGE = "500112143210"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(480))
DAY = timedelta(days=1)
LAW = Cite("村民委员会组织法", "三十五条", date(2026, 1, 1))
KIND = Organisation.Kind
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class S(TextChoices):
    PROPOSED = "proposed", "已提议"
    RESOLVED = "resolved", "已决议"
    REJECTED = "rejected", "未通过"
    SHOWING = "showing", "公示中"
    CONTESTED = "contested", "异议处理中"
    DONE = "done", "完成"


COMMITTEE = SeatsOf(KIND.COMMITTEE)
ASSEMBLY = (COMMITTEE, SeatsOf(KIND.REPRESENTATIVES))


def decision(*, carried: bool) -> Decision:
    return Decision(
        key="resolve",
        title="村民代表会议",
        village=("village_representatives",),
        residents=("residents_representatives",),
        convenes=ASSEMBLY,
        carried=carried,
    )


def rule(key: str, amount: int, unit: Unit, lapses_to: str = "") -> TermRule:
    return TermRule(
        key=key,
        title=key,
        term=Term(amount, unit, LAW),
        ceiling=Term(90, Unit.CALENDAR, LAW),
        lapses_to=lapses_to,
    )


SHOWN = Publicity(
    slug="test",
    key="resolution",
    what="公布决议",
    waiting=(S.RESOLVED,),
    showing=S.SHOWING,
    contested=S.CONTESTED,
    over=S.DONE,
    term=rule("shown", 15, Unit.CALENDAR, "close_resolution"),
    answer=rule("answer", 7, Unit.WORKING),
    by=(Party.SEATED,),
    seats=(COMMITTEE,),
)
PROCEDURE = Procedure(
    key="test.motion",
    title="动议",
    states=S,
    start=S.PROPOSED,
    final=frozenset({S.DONE, S.REJECTED}),
    opens=RecordType("test.opened", "提议"),
    steps=tuple(
        Step(
            key=key,
            verb=verb,
            outcome=verb,
            sources=(S.PROPOSED,),
            target=target,
            by=(Party.SEATED, Party.RESPONSIBLE),
            seats=(COMMITTEE,),
            stops=("resolve",),
            meeting=decision(carried=carried),
            law=LAW,
            records=RecordType(f"test.{key}", verb),
        )
        for key, verb, target, carried in (
            ("resolve", "决议通过", S.RESOLVED, True),
            ("reject", "未通过", S.REJECTED, False),
        )
    )
    + SHOWN.steps,
    terms=(rule("resolve", 60, Unit.CALENDAR), SHOWN.term, SHOWN.answer),
    opening_terms=("resolve",),
    law=(LAW,),
    open=True,
)


def _apply(**given: Any) -> None:
    apply_publicity(SHOWN, **given)


FACE = MatterFace(
    procedure=PROCEDURE,
    apply=_apply,
    panel=lambda matter, actor: ("_empty.html", {"title": matter.title, "text": "", "href": "", "icon": ""}),
    text=lambda matter: matter.title,
)


def known(patch: Any) -> None:
    """Have the procedure be known for one test."""
    patch.setitem(PROCEDURES, PROCEDURE.key, PROCEDURE)
    patch.setitem(FACES, PROCEDURE.key, FACE)


def sheet() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile("签到表.png", PNG)]


@dataclass
class Village:
    """`people` by username; `clerk` holds the committee's office, `villager` lives there, `stranger` does not."""

    at: datetime = MONDAY
    people: Mapping[str, Account] = field(init=False)

    def __post_init__(self) -> None:
        load_areas(at=self.at, under=VILLAGE[:9])
        load_calendar(at=self.at)
        found_offices(at=self.at.date())
        self.people = furnish_village(at=self.at, area=VILLAGE)
        self.clerk = self._grant("secretary", Role.COMMUNITY_WORKER, VILLAGE)
        self.villager = self._new("villager", VILLAGE)
        self.stranger = self._new("stranger", "500112143211")
        Kind.objects.create(code="980101", name="动议", procedure=PROCEDURE.key)

    def actor(self, username: str) -> Actor:
        account = self.people[username]
        return Actor(account=str(account.pk), name=account.name)

    def _grant(self, username: str, role: Role, area: str) -> Actor:
        account = self.people[username]
        return Actor(account=str(account.pk), name=account.name, grants=(Grant(role, area),))

    def _new(self, username: str, area: str) -> Actor:
        account = Account.objects.create(username=username, name=username, registered_at=self.at)
        Resident.objects.create(account=account, name=username, area_code=area, registered_at=self.at)
        return Actor(account=str(account.pk), name=username)

    def propose(self, at: datetime = MONDAY) -> Matter:
        given = Given(
            kind=Kind.objects.get(code="980101"), area_code=VILLAGE, title="修路", channel=Matter.Channel.WEB
        )
        return open_matter(given=given, by=SYSTEM, at=at)[0]

    def call(self, matter: Matter, at: datetime = MONDAY, **more: Any) -> Meeting:
        given = convening.Call(
            **{
                "decision": "resolve",
                "rule": "village_representatives",
                "place": "村委会",
                "starts_at": at + 2 * DAY,
                "motion": "同意修路方案",
                **more,
            }
        )
        return convening.call_meeting(matter_id=matter.pk, given=given, actor=self.clerk, at=at)

    def convene(self, matter: Matter, present: int, at: datetime = MONDAY) -> Meeting:
        """Call a meeting and have the first `present` of its members sign in by the code."""
        meeting = self.call(matter, at)
        held = meeting.starts_at
        convening.open_meeting(meeting_id=meeting.pk, actor=self.clerk, at=held)
        for attendee in meeting.attendees.order_by("pk")[:present]:
            who = Actor(account=str(attendee.account_id), name=attendee.name)
            attending.sign_in(
                meeting_id=meeting.pk, code=attending.code_of(meeting, held), actor=who, at=held
            )
        return meeting

    def vote(self, meeting: Meeting, yes: int, no: int = 0) -> None:
        """Vote by name, in the order in which people belong to the meeting."""
        motion, held = meeting.motions.get(), meeting.starts_at
        voting.open_vote(motion=motion, actor=self.clerk, at=held)
        came = list(meeting.attendees.filter(signed_at__isnull=False).order_by("pk"))
        for choice, people in (("yes", came[:yes]), ("no", came[yes : yes + no])):
            for attendee in people:
                who = Actor(account=str(attendee.account_id), name=attendee.name)
                voting.cast(motion=motion, choice=choice, actor=who, at=held)
        voting.close_vote(motion=motion, actor=self.clerk, at=held)

    def end(self, meeting: Meeting) -> Meeting:
        return conclude(
            meeting_id=meeting.pk, minutes="讨论了修路方案。", actor=self.clerk, at=meeting.starts_at
        )

    def resolved(self) -> Matter:
        """A matter that the representatives' meeting has carried, twelve of fifteen present."""
        matter = self.propose()
        meeting = self.convene(matter, 12)
        self.vote(meeting, 12)
        self.end(meeting)
        matter.refresh_from_db()
        return matter


def pass_time(until: datetime) -> None:
    """Do what the worker would have done by then."""
    while tick(at=until):
        pass


__all__ = ["DAY", "MONDAY", "SHOWN", "VILLAGE", "VILLAGERS", "S", "Village", "known", "pass_time", "sheet"]
