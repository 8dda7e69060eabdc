"""A procedure with everything that can be drawn, and those of the installed modules."""

from datetime import date

from django.db.models import TextChoices

from gongzhi.kernel.matters.declarations import PROCEDURES, Party, Procedure, Step, TermRule
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.lib.law import Cite
from gongzhi.lib.workdays import Term, Unit

LAW = Cite("信访工作条例", "二十三条", date(2022, 5, 1))


class S(TextChoices):
    NEW = "new", "已登记"
    WAITING = "waiting", "待补充"
    IN_HAND = "in_hand", "办理中"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


def step(key: str, verb: str, sources: tuple[S, ...], target: S | None = None, **rest: object) -> Step:
    known: dict[str, object] = {"outcome": f"{verb}以后", "records": RecordType(f"test.{key}", verb), **rest}
    return Step(key=key, verb=verb, sources=sources, target=target, **known)  # type: ignore[arg-type]


def rule(key: str, title: str, amount: int, unit: Unit, lapses_to: str = "") -> TermRule:
    ceiling = Term(amount, unit, LAW)
    return TermRule(key=key, title=title, term=Term(amount, unit), ceiling=ceiling, lapses_to=lapses_to)


OPEN = (S.NEW, S.WAITING, S.IN_HAND)
SAMPLE = Procedure(
    key="test.sample",
    title='<样例> & "引号"',
    states=S,
    start=S.NEW,
    final=frozenset({S.CLOSED, S.WITHDRAWN}),
    opens=RecordType("test.opened", "登记"),
    steps=(
        step("take", "开始办理", (S.NEW, S.IN_HAND), S.IN_HAND, law=LAW),
        step("ask", "请补充", (S.NEW, S.IN_HAND), S.WAITING, starts=("supplement",), law=LAW),
        step("supplement", "补充", (S.WAITING,), S.IN_HAND, by=(Party.REPORTER, Party.RESPONSIBLE)),
        step("lapse", "补充期满", (S.WAITING,), S.IN_HAND, by=(Party.SYSTEM,)),
        step("note", "记录<进展>", (S.NEW, S.IN_HAND)),
        step("supervise", "督办", OPEN, by=(Party.ABOVE,)),
        step("answer", "答复", (S.IN_HAND,), S.ANSWERED, starts=("rating", "filing")),
        step("close", "办结", (S.ANSWERED,), S.CLOSED, by=(Party.RESPONSIBLE, Party.SYSTEM)),
        step("unrated", "期满办结", (S.ANSWERED,), S.CLOSED, by=(Party.SYSTEM,)),
        step("reopen", "重新办理", (S.ANSWERED, S.CLOSED), S.IN_HAND, by=(Party.REPORTER,)),
        step("withdraw", "撤回", OPEN, S.WITHDRAWN, by=(Party.REPORTER,)),
    ),
    terms=(
        rule("answer", "答复期限", 15, Unit.WORKING),
        rule("supplement", "补充期限", 15, Unit.CALENDAR, "lapse"),
        rule("rating", "评价期限", 72, Unit.HOURS, "unrated"),
        rule("filing", "归档期限", 5, Unit.WORKING, "close"),
    ),
    opening_terms=("answer",),
    law=(LAW,),
)
ALL = [SAMPLE, *PROCEDURES.values()]
