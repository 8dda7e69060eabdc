"""四议两公开 and deliberation, each by the law of villages and by that of urban communities."""

from gongzhi.lib.workdays import Term, Unit

from .four import four, resolution, result
from .rules import RESIDENTS, VILLAGE, Law
from .talk import talk

VILLAGE_FOUR_DELIBERATIONS = four("deliberation.four_deliberations", VILLAGE)
RESIDENTS_FOUR_DELIBERATIONS = four("deliberation.residents_deliberations", RESIDENTS)
FOURS = (VILLAGE_FOUR_DELIBERATIONS, RESIDENTS_FOUR_DELIBERATIONS)
VILLAGE_TOPIC = talk("deliberation.topic", VILLAGE)
RESIDENTS_TOPIC = talk("deliberation.residents_topic", RESIDENTS)
TOPICS = (VILLAGE_TOPIC, RESIDENTS_TOPIC)
PROCEDURES = (*FOURS, *TOPICS)
PERIODS = {
    VILLAGE_FOUR_DELIBERATIONS.key: (resolution(VILLAGE), result(VILLAGE)),
    RESIDENTS_FOUR_DELIBERATIONS.key: (resolution(RESIDENTS), result(RESIDENTS)),
}


def stands(law: Law) -> Term:
    """Answer how long a notice of what was deliberated stands, at least."""
    return Term(15, Unit.CALENDAR, law.disclosed)


STANDS = {VILLAGE_TOPIC.key: stands(VILLAGE), RESIDENTS_TOPIC.key: stands(RESIDENTS)}
