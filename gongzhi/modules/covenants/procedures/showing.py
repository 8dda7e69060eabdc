"""The publication of an adopted and filed covenant: at least fifteen days, open to objections."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.publications.publicity import Publicity
from gongzhi.modules.covenants.vocabulary import State

from .guards import COMMITTEE, COMMITTEE_SEATS
from .laws import Laws, showing_terms


def period(laws: Laws) -> Publicity:
    """The text shown is the one that was voted on: nobody types it again."""
    term, answer = showing_terms(laws)
    return Publicity(
        slug="covenants",
        key="text",
        what=_("公布全文"),
        waiting=(State.FILED,),
        showing=State.SHOWING,
        contested=State.CONTESTED,
        over=State.IN_FORCE,
        term=term,
        answer=answer,
        by=COMMITTEE,
        seats=COMMITTEE_SEATS,
        stops=("publishing",),
        typed=False,
    )
