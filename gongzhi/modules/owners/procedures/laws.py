"""The articles, and the terms that are ours where the texts at hand name none.

The Civil Code (277, 278, 280) and the national regulation on property management (8-20) are at hand. The city's own
regulation and the ministry's guiding rules are not: what they would say stands in `SETTINGS` below, and pages say so.
"""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import Field, Party, TermRule, Text, Widget
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.lib.statutes import civil_code, property_regulation
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.owners.models import Assembly
from gongzhi.modules.owners.vocabulary import Bar

ASSEMBLY = property_regulation("八条")
FOUNDED = property_regulation("十条")
ASKED = property_regulation("十三条")
NOTICE = property_regulation("十四条")
COMMITTEE = property_regulation("十五条")
FILING = property_regulation("十六条")
OFFICERS = property_regulation("十六条")
RULES_SAY = property_regulation("十八条")
SUPERVISED = property_regulation("十九条")
GUIDED = civil_code("二百七十七条")
DECIDED = civil_code("二百七十八条")
BINDING = civil_code("二百八十条")

NOTICE_TERM = Term(15, Unit.CALENDAR, NOTICE)
FILING_TERM = Term(30, Unit.CALENDAR, FILING)

# Ours: the article is the reason, the number is not in it.
DISPUTE_TERM = Term(5, Unit.WORKING, property_regulation("六条"))
HANDOVER_TERM = Term(10, Unit.CALENDAR, RULES_SAY)
SHOWN_TERM = Term(7, Unit.CALENDAR, BINDING)
CHOOSING_TERM = Term(7, Unit.CALENDAR, OFFICERS)
TERM_YEARS = 5
LEAST_SEATS, MOST_SEATS = 5, 11  # and odd
APPROVALS = 2

# Who may be a member. The regulation asks for owners; further conditions are those of the assembly's rules. That they
# must be able to act for themselves is ours: no text at hand says it of a committee.
QUALIFIED = property_regulation("十六条")
CAPABLE = civil_code("十八条")
BARS = {Bar.NOT_OWNER: QUALIFIED, Bar.NOT_CAPABLE: CAPABLE, Bar.RULES: RULES_SAY}

OWNERS = (SeatsOf(Organisation.Kind.OWNERS),)
RUNS = (Party.SEATED, Party.ABOVE)
REASON = Field(name="reason", label=_("理由"), most=400)
FILES = Field(name="files", label=_("照片或文件"), widget=Widget.FILES, required=False)


def term(key: str, title: Text, own: Term, longest: int, lapses_to: str = "") -> TermRule:
    """A term of ours: it may be set shorter or longer up to `longest` days; the article asks for the act, not the day."""
    ceiling = Term(longest, Unit.CALENDAR, own.law)
    return TermRule(key=key, title=title, term=own, ceiling=ceiling, lapses_to=lapses_to)


def body_of(matter: Matter) -> str:
    """Answer the code of the committee, or preparation group, of the matter's estate; one that nobody has for none."""
    held = getattr(matter, "motion", None) or getattr(matter, "founding", None)
    found = Assembly.objects.filter(estate=held.estate_id).select_related("body").first() if held else None
    return found.body.code if found and found.body else "-"


def record(key: str, sentence: Text, *personal: str) -> RecordType:
    return RecordType(f"owners.{key}", sentence, frozenset(personal))
