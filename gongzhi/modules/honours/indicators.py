"""The figures of the letter that rounds of honours yield: who was honoured, how long the names were shown."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.indicators.declarations import Flow, Indicator, Ratio, Rule
from gongzhi.kernel.record.declarations import Count

from .procedures.rules import LAW, SHOWN
from .vocabulary import CONFERRED, REVOKED, Nominee

ORGANISATIONS, PERSONS = "honours.organisations", "honours.persons"
SHOWINGS, DAYS = "honours.showings", "honours.shown_days"
OVER = ("honours.closed_city", "honours.closed_district")  # written only when the whole term has passed
HONOURED = ((ORGANISATIONS, "organisations", Nominee.ORGANISATION), (PERSONS, "persons", Nominee.PERSON))
COUNTS = (
    *(Count(measure, kind=CONFERRED.key, amount=amount) for measure, amount, _kind in HONOURED),
    *(
        Count(measure, kind=REVOKED.key, sign=-1, where={"nominee": kind.value}, day="honoured")
        for measure, _amount, kind in HONOURED
    ),
    *(Count(SHOWINGS, kind=kind) for kind in OVER),
    *(Count(DAYS, kind=kind, amount=SHOWN.amount) for kind in OVER),
)
INDICATORS = (
    Indicator(
        key="honours.organisations",
        title=_("先进城乡社区组织"),
        reading=Flow(ORGANISATIONS),
        unit=_("个"),
        definition=_("期内作出的表彰决定中组织的个数，减去后来撤销的"),
        source=LAW,
        records="honours:roll",
    ),
    Indicator(
        key="honours.workers",
        title=_("优秀城乡社区工作者"),
        reading=Flow(PERSONS),
        unit=_("人"),
        definition=_("期内作出的表彰决定中个人的人数，减去后来撤销的"),
        source=LAW,
        records="honours:roll",
    ),
    Indicator(
        key="honours.publicity",
        title=_("评选表彰公示期"),
        reading=Ratio(Flow(DAYS), Flow(SHOWINGS)),
        unit=_("个工作日"),
        definition=_("期内期满的公示的工作日数，除以这些公示的次数"),
        source=LAW,
        digits=1,
        rule=Rule(at_least=SHOWN.amount, level=6),
        records="honours:overview",
    ),
)
