"""The meetings of villages, communities, party branches, owners and foundations: quorum, majority, notice.

Where a rule is split by who takes part (voters, households, representatives), the law leaves that choice, and
the numbers are counted among those.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from gongzhi.lib.law import Cite, Dated
from gongzhi.lib.majority.elections import ELECTIONS
from gongzhi.lib.majority.shapes import Notice, Of, Part, Rule, Share, Version
from gongzhi.lib.statutes import (
    CODE,
    NEW,
    OLD,
    PROPERTY,
    TERMS,
    civil_code,
    foundations,
    party_branches,
    property_regulation,
    residents,
    residents_2018,
    village,
    village_2018,
)

HALF = Share(1, 2, strict=True)  # 过半数
HALF_OR_MORE = Share(1, 2, strict=False)  # 半数以上
TWO_THIRDS = Share(2, 3, strict=False)  # 三分之二以上
THREE_QUARTERS = Share(3, 4, strict=False)
FOUR_FIFTHS = Share(4, 5, strict=False)
A_THIRD = Share(1, 3, strict=False)


def notice(term: str, on: date, urgent: bool = False) -> Notice:
    """Answer the notice that `statutes.TERMS` sets on that day. Raises LookupError for a term without an article."""
    found = TERMS[term].on(on)
    if found.law is None:
        raise LookupError(f"{term} cites nothing")
    return Notice(found.amount, found.law, urgent)


def village_assembly(quorum: Share) -> Dated[Version]:
    """2025 adds that in special circumstances villagers may be told at short notice."""
    return Dated(
        (
            OLD,
            Version(
                quorum=Part(quorum, village_2018("二十二条")),
                majority=Part(HALF, village_2018("二十二条")),
                notice=notice("notice_village_assembly", OLD),
            ),
        ),
        (
            NEW,
            Version(
                quorum=Part(quorum, village("二十六条")),
                majority=Part(HALF, village("二十六条")),
                notice=notice("notice_village_assembly", NEW, urgent=True),
            ),
        ),
    )


def residents_2018_assembly() -> tuple[date, Version]:
    law = residents_2018("九条")
    return OLD, Version(quorum=Part(HALF, law), majority=Part(HALF, law))


def residents_assembly() -> Dated[Version]:
    law = residents("二十七条")
    told = notice("notice_residents_assembly", NEW, urgent=True)
    return Dated(
        residents_2018_assembly(),
        (NEW, Version(quorum=Part(HALF, law), majority=Part(HALF, law), notice=told)),
    )


def village_representatives(since: date, who: Cite, how: Cite) -> tuple[date, Version]:
    return since, Version(
        quorum=Part(TWO_THIRDS, how),
        majority=Part(HALF, how),
        representatives=Part(FOUR_FIFTHS, who),
        women=Part(A_THIRD, who),
    )


def plain(quorum: Share, majority: Share, *laws: Cite, of: Of = Of.PRESENT) -> Dated[Version]:
    """Answer a rule with one article for both numbers, one version a law."""
    return Dated(
        *((law.since, Version(quorum=Part(quorum, law), majority=Part(majority, law), of=of)) for law in laws)
    )


def setting(*laws: Cite, quorum: Share = HALF) -> Dated[Version]:
    """The numbers are ours: more than half of all members agree. The article asks for a majority, no more."""
    return Dated(
        *(
            (
                law.since,
                Version(quorum=Part(quorum, law), majority=Part(HALF, law), of=Of.MEMBERS, setting=True),
            )
            for law in laws
        )
    )


def owners(before: Share, since: Share) -> Dated[Version]:
    """Judged twice, by area and by heads. Before the Civil Code all owners counted, since then those who take part."""
    old, new = property_regulation("十二条", CODE), civil_code("二百七十八条")
    told = notice("notice_owners", PROPERTY)
    return Dated(
        (PROPERTY, Version(quorum=Part(HALF, old), majority=Part(before, old), of=Of.MEMBERS, notice=told)),
        (CODE, Version(quorum=Part(TWO_THIRDS, new), majority=Part(since, new), notice=told)),
    )


VILLAGE_MAJORITY = (village_2018("二十九条"), village("三十四条"))
RESIDENTS_MAJORITY = (residents_2018("十一条"), residents("三十三条"))


def meetings() -> Iterable[Rule]:
    yield Rule("village_assembly_voters", village_assembly(HALF))
    yield Rule("village_assembly_households", village_assembly(TWO_THIRDS))
    yield Rule(
        "village_representatives",
        Dated(
            village_representatives(OLD, village_2018("二十五条"), village_2018("二十六条")),
            village_representatives(NEW, village("二十九条"), village("三十条")),
        ),
    )
    # Counted among voters or among households: two thirds either way.
    yield Rule("village_group", plain(TWO_THIRDS, HALF, village_2018("二十八条"), village("三十二条")))
    yield Rule("residents_assembly_voters", residents_assembly())
    yield Rule("residents_assembly_households", residents_assembly())
    yield Rule(
        "residents_assembly_representatives",
        Dated(residents_2018_assembly()),
        until=NEW,
        instead=("residents_representatives",),
    )
    yield Rule(
        "residents_representatives",
        Dated(
            (
                NEW,
                Version(
                    quorum=Part(TWO_THIRDS, residents("二十九条")),
                    majority=Part(HALF, residents("二十九条")),
                    representatives=Part(FOUR_FIFTHS, residents("二十八条")),
                ),
            )
        ),
        instead=("residents_assembly_representatives",),
    )


def bodies() -> Iterable[Rule]:
    yield Rule("party_members", setting(party_branches("十一条"), quorum=HALF_OR_MORE))
    yield Rule("two_committees", setting(*VILLAGE_MAJORITY))
    yield Rule("committee", setting(*VILLAGE_MAJORITY))
    yield Rule("residents_two_committees", setting(*RESIDENTS_MAJORITY))
    yield Rule("residents_committee", setting(*RESIDENTS_MAJORITY))
    yield Rule("owners", owners(HALF, HALF))
    yield Rule("owners_special", owners(TWO_THIRDS, THREE_QUARTERS))
    yield Rule("foundation_board", plain(TWO_THIRDS, HALF, foundations("二十一条")))
    yield Rule("foundation_board_important", plain(TWO_THIRDS, TWO_THIRDS, foundations("二十一条")))


RULES: Mapping[str, Rule] = {rule.key: rule for rule in (*meetings(), *bodies(), *ELECTIONS)}
