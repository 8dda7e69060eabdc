"""From a term that falls due to a published roll: the election committee, its plan, the registration."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import Decision, Field, Step, Text, Widget
from gongzhi.kernel.publications.publicity import Publicity
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.lib.election import Body
from gongzhi.modules.elections.vocabulary import WAYS
from gongzhi.modules.elections.vocabulary import State as S

from . import guards
from .guards import COMMITTEE, LED, OFFICE
from .laws import Laws, roll_terms

FILES = Field(name="files", label=_("照片或文件"), widget=Widget.FILES, required=False)
REASON = Field(name="reason", label=_("理由"), help=_("会公开。"), most=400)
KIND = Organisation.Kind
ASSEMBLED = (SeatsOf(KIND.COMMITTEE), SeatsOf(KIND.REPRESENTATIVES))


def record_type(key: str, sentence: Text, *personal: str) -> RecordType:
    return RecordType(f"elections.{key}", sentence, frozenset(personal))


FORMED = record_type("committee_formed", _("会议推选产生选举委员会"))
NOT_FORMED = record_type("committee_not_formed", _("会议没有推选产生选举委员会"))


def decisions(key: str, *, carried: bool) -> Decision:
    """Of everybody, or of the representatives: both may choose the election committee."""
    if key == "by_all":
        return Decision(
            key=key,
            title=_("村（居）民会议"),
            village=("village_assembly_voters", "village_assembly_households"),
            residents=("residents_assembly_voters", "residents_assembly_households"),
            carried=carried,
        )
    return Decision(
        key=key,
        title=_("村（居）民代表会议"),
        village=("village_representatives",),
        residents=("residents_representatives",),
        convenes=ASSEMBLED,
        carried=carried,
    )


def chosen(laws: Laws) -> Iterable[Step]:
    for key, verb in (("by_all", _("村（居）民会议推选")), ("by_reps", _("村（居）民代表会议推选"))):
        for carried in (True, False):
            yield Step(
                key=f"form_{key}" if carried else f"form_{key}_failed",
                verb=verb,
                outcome=_("由会议推选；通过后选举委员会成立，主持选举的全过程。"),
                sources=(S.FORMING,),
                target=S.PLANNING if carried else S.FORMING,
                by=OFFICE,
                stops=("form",) if carried else (),
                starts=("plan",) if carried else (),
                law=laws.committee,
                guard=guards.committee_not_named,
                meeting=decisions(key, carried=carried),
                records=FORMED if carried else NOT_FORMED,
            )


def by_groups(laws: Laws) -> Step:
    return Step(
        key="form_by_groups",
        verb=_("登记各村民小组会议推选结果"),
        outcome=_("选举委员会成立，主持选举的全过程。"),
        sources=(S.FORMING,),
        target=S.PLANNING,
        by=OFFICE,
        hands_in=(
            Field(name="how", label=_("各小组会议的时间、到会人数和推选结果"), most=2000),
            FILES,
        ),
        stops=("form",),
        starts=("plan",),
        law=laws.committee,
        guard=guards.committee_by_groups,
        records=record_type("committee_by_groups", _("各村民小组会议推选产生选举委员会：{how}")),
    )


DAY = Field(name="day", label=_("选举日"), widget=Widget.MOMENT)
OF_PLAN = (
    Field(name="chair", label=_("应选主任人数"), widget=Widget.NUMBER, most=1, required=False),
    Field(name="vice", label=_("应选副主任人数"), widget=Widget.NUMBER, most=5, required=False),
    Field(name="others", label=_("应选委员人数"), widget=Widget.NUMBER, most=8, required=False),
    Field(
        name="stations",
        label=_("投票站和时间"),
        help=_("地点、开放时间、流动票箱的路线；须设秘密写票处。"),
        most=2000,
    ),
)


def planning(laws: Laws) -> Iterable[Step]:
    ways = [way for way in WAYS if laws.body is Body.RESIDENTS or way == "voters"]
    choices = tuple((way, WAYS[way]) for way in ways)
    way = Field(name="way", label=_("选举方式"), widget=Widget.CHOICE, choices=choices)
    yield Step(
        key="plan",
        verb=_("公布选举方案"),
        outcome=_("选举日、选举方式、应选职数和投票站随即公布，开始选民登记。"),
        sources=(S.PLANNING,),
        target=S.REGISTERING,
        by=LED,
        seats=COMMITTEE,
        hands_in=(DAY, way, *OF_PLAN),
        stops=("plan",),
        starts=("register",),
        law=laws.committee,
        records=record_type("planned", _("公布选举方案，选举日{day}")),
    )
    yield Step(
        key="replan",
        verb=_("改期"),
        outcome=_("新的选举日和理由随即公布。"),
        sources=(S.REGISTERING, S.SHOWING_ROLL, S.NOMINATING, S.REVIEWING, S.ANNOUNCED, S.RUNOFF),
        by=LED,
        seats=COMMITTEE,
        hands_in=(DAY, REASON),
        law=laws.roll,
        records=record_type("replanned", _("选举日改为{day}：{reason}")),
    )


def roll(laws: Laws) -> Publicity:
    """The roll, made of the entries: nobody types it. A protest stops the days until it is decided."""
    term, answer = roll_terms(laws)
    return Publicity(
        slug="elections",
        key="roll",
        what=_("公布选民名单"),
        waiting=(S.REGISTERING,),
        showing=S.SHOWING_ROLL,
        contested=S.ROLL_CONTESTED,
        over=S.NOMINATING,
        term=term,
        answer=answer,
        by=LED,
        seats=COMMITTEE,
        guard=guards.roll_not_ready,
        stops=("register",),
        starts_after=("nominate",),
        typed=False,
    )


def end() -> Step:
    return Step(
        key="end",
        verb=_("终止"),
        outcome=_("选举到此结束，没有任何人当选；理由公开。"),
        sources=(S.FORMING, S.PLANNING, S.REGISTERING, S.NOMINATING, S.REVIEWING, S.ANNOUNCED),
        target=S.ENDED,
        by=OFFICE,
        grave=True,
        hands_in=(REASON,),
        guard=guards.no_meeting_called,
        records=record_type("ended", pgettext_lazy("in the record", "终止：{reason}")),
    )
