"""The roll as it is shown: names while the election runs, and to everybody their own entry."""

from django.db.models import QuerySet

from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.election import Way
from gongzhi.modules.elections.models import Election, Entrusted, Entry
from gongzhi.modules.elections.procedures.rounds import roll_digest
from gongzhi.modules.elections.vocabulary import Standing


def roll_shown(election: Election) -> bool:
    """May the names be read? From the publication of the roll to the end of the election, as they hang at the board."""
    return election.roll_shown_on is not None and election.matter.closed_at is None


def voters_of(election: Election) -> QuerySet[Entry]:
    """Answer who votes, in the order of the roll: all registered, or who does so for a household or as representative."""
    found = on_roll(election)
    return found if election.way in ("", Way.VOTERS.value) else found.filter(votes=True)


def on_roll(election: Election) -> QuerySet[Entry]:
    """Answer everybody registered, in the order of the roll: those who may be elected, and among them who votes."""
    return election.roll.filter(standing=Standing.REGISTERED).order_by("group", "number")


def named(election: Election, name: str) -> QuerySet[Entry]:
    """Answer who stands on a roll that was published with exactly this name."""
    if election.roll_shown_on is None:
        return election.roll.none()
    return on_roll(election).filter(name=name)


def own(election: Election, actor: Actor) -> Entry | None:
    return election.roll.filter(account=actor.uuid).first() if actor.uuid else None


def waiting(election: Election) -> int:
    return election.roll.filter(standing=Standing.PROPOSED).count()


def digest(election: Election) -> str:
    return roll_digest(on_roll(election), election.way)


def proxies(election: Election) -> list[Entrusted]:
    """Answer the proxies that were published: who entrusted, and to whom."""
    shown = election.matter.publications.filter(kind="elections.proxies").order_by("-published_at").first()
    if shown is None or election.matter.closed_at is not None:
        return []
    taken = election.proxies.filter(accepted=True, at__lte=shown.published_at)
    return list(taken.select_related("voter", "agent").order_by("pk"))
