"""Elections and recalls of committees, and who may ask for what.

`members` are those on the published roll (voters, households' delegates, representatives), `present` those who
voted, `yes` the votes for one candidate or for the recall. An election that is valid elects nobody yet: who is
elected, is judged candidate by candidate.
"""

from collections.abc import Mapping

from gongzhi.lib.law import Cite, Dated
from gongzhi.lib.majority.shapes import Of, Part, Rule, Share, Version
from gongzhi.lib.statutes import (
    property_regulation,
    residents,
    residents_2018,
    village,
    village_2018,
)

HALF = Share(1, 2, strict=True)
MORE_THAN_TWO_THIRDS = Share(2, 3, strict=True)  # 超过三分之二: exactly two thirds is not enough
A_THIRD = Share(1, 3, strict=False)
VILLAGE = (village_2018("十五条"), village("十八条"))


def valid(share: Share, *laws: Cite) -> Dated[Version]:
    return Dated(*((law.since, Version(quorum=Part(share, law))) for law in laws))


def elected(share: Share, *laws: Cite) -> Dated[Version]:
    return Dated(*((law.since, Version(majority=Part(share, law))) for law in laws))


def recalled(share: Share, *laws: Cite) -> Dated[Version]:
    return Dated(*((law.since, Version(quorum=Part(share, law), majority=Part(HALF, law))) for law in laws))


# The 2018 text on residents' committees sets no numbers for an election; a recall is left to the assembly (10).
ASSEMBLY = ("residents_assembly_voters", "residents_assembly_households")
ELECTIONS = (
    Rule("election_valid_village", valid(HALF, *VILLAGE)),
    Rule("election_valid_voters", valid(HALF, residents("十九条"))),
    Rule("election_valid_households", valid(HALF, residents("十九条"))),
    Rule("election_valid_representatives", valid(MORE_THAN_TWO_THIRDS, residents("十九条"))),
    Rule("elected_village", elected(HALF, *VILLAGE)),
    Rule("elected_residents", elected(HALF, residents("十九条"))),
    # Second round, for seats left empty: most votes win, but not with less than this.
    Rule("second_round_village", elected(A_THIRD, *VILLAGE)),
    Rule("second_round_residents", elected(A_THIRD, residents("十九条"))),
    Rule("recall_village", recalled(HALF, village_2018("十六条"), village("十九条"))),
    Rule("recall_voters", recalled(HALF, residents("二十条")), instead=ASSEMBLY),
    Rule("recall_households", recalled(HALF, residents("二十条")), instead=ASSEMBLY),
    Rule("recall_representatives", recalled(MORE_THAN_TWO_THIRDS, residents("二十条")), instead=ASSEMBLY),
)


def ask(over: int, under: int, *laws: Cite) -> Dated[Version]:
    share = Share(over, under, strict=False)
    return Dated(*((law.since, Version(majority=Part(share, law), of=Of.MEMBERS)) for law in laws))


# Who may ask that something be called or begun: so many of those entitled.
REQUESTS: Mapping[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule("village_assembly_by_villagers", ask(1, 10, village_2018("二十一条"), village("二十五条"))),
        Rule("village_assembly_by_representatives", ask(1, 3, village_2018("二十一条"), village("二十五条"))),
        Rule("village_representatives_meeting", ask(1, 5, village_2018("二十六条"), village("三十条"))),
        Rule(
            "residents_assembly_by_residents",
            Dated(*ask(1, 5, residents_2018("十条")), *ask(1, 10, residents("二十六条"))),
        ),
        Rule(
            "residents_assembly_by_households",
            Dated(*ask(1, 5, residents_2018("十条")), *ask(1, 10, residents("二十六条"))),
        ),
        Rule(
            "residents_assembly_by_groups",
            ask(1, 3, residents_2018("十条")),
            until=residents("二十六条").since,
            instead=("residents_assembly_by_representatives",),
        ),
        Rule(
            "residents_assembly_by_representatives",
            ask(1, 3, residents("二十六条")),
            instead=("residents_assembly_by_groups",),
        ),
        Rule("residents_representatives_meeting", ask(1, 5, residents("二十八条"))),
        Rule("village_recall_by_voters", ask(1, 5, village_2018("十六条"), village("十九条"))),
        Rule("village_recall_by_representatives", ask(1, 3, village_2018("十六条"), village("十九条"))),
        Rule("residents_recall_by_voters", ask(1, 10, residents("二十条"))),
        Rule("residents_recall_by_households", ask(1, 10, residents("二十条"))),
        Rule("residents_recall_by_representatives", ask(1, 3, residents("二十条"))),
        Rule("village_audit_by_villagers", ask(1, 5, village_2018("三十五条"), village("四十条"))),
        Rule("residents_audit_by_residents", ask(1, 10, residents("三十八条"))),
        Rule("residents_audit_by_representatives", ask(1, 3, residents("三十八条"))),
        Rule("owners_meeting", ask(1, 5, property_regulation("十三条"))),
    )
}
