"""The articles of the two organisation laws, the terms between steps, and what steps are written with.

No law says how many days lie between two of the four deliberations: where `limit` cites an article for a number
that does not stand in it, the number is a setting and the article its reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import Field, Party, Step, TermRule, Text, Widget
from gongzhi.kernel.matters.models import Matter, Meeting
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import city_measures, party_branches, residents, village
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.deliberation.vocabulary import RESIDENTS_MATTERS, VILLAGE_MATTERS

KIND = Organisation.Kind
LEADERS = SeatsOf(KIND.PARTY, ("书记", "副书记", "委员"))
MEMBERS = SeatsOf(KIND.PARTY)
COMMITTEE = SeatsOf(KIND.COMMITTEE)
REPRESENTATIVES = SeatsOf(KIND.REPRESENTATIVES)
OFFICE = (Party.SEATED, Party.RESPONSIBLE)
# A step of the committee: of those who sit in it, and of its clerk.
office = partial(Step, by=OFFICE, seats=(COMMITTEE,))
MEMBERS_MEET = party_branches("十一条")
SKEW = timedelta(minutes=5)  # by how much the clocks of two servers may differ
Guard = Callable[[Matter, datetime], Text]

REASON = Field(name="reason", label=_("理由"), most=1000)
FILES = Field(name="files", label=_("照片或文件"), widget=Widget.FILES, required=False)
PROGRESS = Field(name="progress", label=_("进展"), most=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """Where a law says what. `quarter`: within how many days the representatives meet again, at the latest.

    `announced`, `answered`: within how many days a decision is made public, an objection answered.
    """

    first: Cite
    majority: Cite
    assembly: Cite
    representatives: Cite
    carried_out: Cite
    disclosed: Cite
    deliberated: Cite
    announced: Cite
    answered: Cite
    quarter: int
    matters: tuple[tuple[str, Text], ...]

    @property
    def all(self) -> tuple[Cite, ...]:
        found = (self.first, self.representatives, self.assembly, self.majority, self.carried_out)
        return (*found, self.disclosed, MEMBERS_MEET)


VILLAGE = Law(
    first=village("二十八条"),
    majority=village("三十四条"),
    assembly=village("二十六条"),
    representatives=village("三十条"),
    carried_out=village("十二条"),
    disclosed=village("三十五条"),
    deliberated=village("三十三条"),
    announced=city_measures("三十条"),
    answered=city_measures("三十一条"),
    quarter=92,
    matters=VILLAGE_MATTERS,
)
RESIDENTS = Law(
    first=residents("三十条"),
    majority=residents("三十三条"),
    assembly=residents("二十七条"),
    representatives=residents("二十八条"),
    carried_out=residents("十一条"),
    disclosed=residents("三十四条"),
    deliberated=residents("三十二条"),
    announced=residents("三十四条"),
    answered=residents("三十四条"),
    quarter=183,
    matters=RESIDENTS_MATTERS,
)


def limit(key: str, title: Text, amount: int, most: int, law: Cite, lapses_to: str = "") -> TermRule:
    """A term of calendar days: ours, and at most."""
    return TermRule(
        key=key,
        title=title,
        term=Term(amount, Unit.CALENDAR, law),
        ceiling=Term(most, Unit.CALENDAR, law),
        lapses_to=lapses_to,
    )


def record_type(key: str, sentence: Text, *personal: str) -> RecordType:
    return RecordType(f"deliberation.{key}", sentence, frozenset(personal))


def in_time(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Answer the steps, each refused while the clock is behind the record: time is not turned back to undo a term."""
    return tuple(replace(step, guard=_after_the_last(step.guard)) for step in steps)


def _after_the_last(guard: Guard) -> Guard:
    def guarded(matter: Matter, at: datetime) -> Text:
        last = Entry.objects.filter(stream=matter.pk).order_by("-seq").first()
        if last is None or at >= last.at - SKEW:
            return guard(matter, at)
        when = timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M")
        return gettext("系统时间早于上一次办理的时间（{when}），请先校准时钟。没有任何改动。").format(
            when=when
        )

    return guarded


def no_meeting_called(matter: Matter, at: datetime) -> Text:
    live = matter.meetings.filter(state__in=(Meeting.State.CALLED, Meeting.State.OPEN))
    return gettext("已经通知了会议，请先开完或取消会议。") if live.exists() else ""
