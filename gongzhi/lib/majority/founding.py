"""When owners may found their assembly, and who may sit on its committee.

The Civil Code (277) leaves conditions and procedure to laws and regulations; the national regulation (10) names
only when no assembly is needed. The numbers below are those that newspapers report of the city's regulation of
2019, whose text is not at hand: settings, with nothing but the article that leaves the matter open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongzhi.lib.law import Cite, Dated
from gongzhi.lib.majority.shapes import Finding, Share, needed
from gongzhi.lib.statutes import CODE, PROPERTY, civil_code, property_regulation

OPEN = Dated((PROPERTY, property_regulation("十条", CODE)), (CODE, civil_code("二百七十七条")))
CONDUCT = property_regulation("十九条")
DELIVERED, ASKING = Share(1, 2, strict=False), Share(1, 5, strict=False)
UNRELATED = frozenset({"unrelated_decision", "unrelated_activity"})  # what the national regulation forbids


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a city sets: how much must be handed over, how many owners may ask, what bars from the committee."""

    delivered: Share = DELIVERED
    asking: Share = ASKING
    bars: frozenset[str] = frozenset()
    conduct: frozenset[str] = frozenset()


def assembly_needed(owners: int, *, unanimous_against: bool = False) -> Finding:
    """Answer whether there is an assembly at all: not for one owner, nor where few owners all decide without."""
    law = property_regulation("十条")
    if owners == 1:
        return Finding("single_owner", law, {"owners": owners})
    return Finding("decided_without" if unanimous_against else "assembly_needed", law, {"owners": owners})


def against_founding(
    *,
    on: date,
    delivered: int,
    area: int,
    asking: int,
    owners: int,
    announced: bool = False,
    conditions: Conditions | None = None,
) -> tuple[Finding, ...]:
    """Answer everything that is missing for a first assembly; areas in 0.01 m².

    `announced`: the developer announced that the condition is met; then owners need not ask.
    """
    conditions = conditions or Conditions()
    law, asked_of = OPEN.on(on), 0 if announced else owners
    return tuple(_missing(conditions, law, delivered, area, asked_of, asking))


def _missing(
    conditions: Conditions, law: Cite, delivered: int, area: int, owners: int, asking: int
) -> Iterator[Finding]:
    if not conditions.delivered.met(delivered, area):
        least = needed(conditions.delivered, area)
        yield Finding("too_little_delivered", law, {"delivered": delivered, "of": area, "needed": least})
    if owners and not conditions.asking.met(asking, owners):
        least = needed(conditions.asking, owners)
        yield Finding("too_few_ask", law, {"asking": asking, "of": owners, "needed": least})


def against_serving(
    *, owner: bool, bars: frozenset[str] = frozenset(), conditions: Conditions | None = None
) -> tuple[Finding, ...]:
    """Answer why somebody may not sit on the committee: no owner (regulation 16), or barred by the city or the rules."""
    found = [] if owner else [Finding("not_an_owner", property_regulation("十六条"), {})]
    barred = bars & (conditions or Conditions()).bars
    return (*found, *(Finding(bar, None, {}) for bar in sorted(barred)))


def forbidden(acts: frozenset[str], conditions: Conditions | None = None) -> tuple[Finding, ...]:
    """Answer which of the acts of a committee are forbidden: by the regulation (19), or by the city's list (no article)."""

    def law(act: str) -> Cite | None:
        return CONDUCT if act in UNRELATED else None

    listed = UNRELATED | (conditions or Conditions()).conduct
    return tuple(Finding(act, law(act), {}) for act in sorted(acts & listed))
