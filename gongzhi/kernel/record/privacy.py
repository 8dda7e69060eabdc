"""Which columns hold personal data: on what ground, for how long, how they are erased. Said beside each model.

Grounds are those of the personal information law (个人信息保护法 2021), article 13, paragraph 1; an authority acts
within article 34. What must be kept is only stored and guarded until its term is over (article 47, paragraph 2).
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Ground(StrEnum):
    CONSENT = "article 13 (1): consent, given by filling in what may be left empty"
    DUTY = "article 13 (3): a statutory duty or power"
    PUBLIC = "article 13 (3), (6): the law has it made public, or the person did"


class Kept(StrEnum):
    ACCOUNT = "as long as the account"
    CASE = "as long as the archive keeps the matter"
    TERM = "as long as the archive keeps the term, the roll or the round"
    OFFICE = "for good: who held and used a public office"
    BRIEF = "until it was delivered or used; days"


class Erasure(StrEnum):
    CLOSING = "when the account is closed, by its holder (/me/close/)"
    RECORD = "the value, not its hash (article 47); the chain still verifies"
    NONE = "not on request while its term runs (article 47, paragraph 2); then with the archive"


@dataclass(frozen=True, slots=True)
class Held:
    """`columns` of a table that hold personal data; `owner`: the lookup to the account they are about, '' where none."""

    ground: Ground
    kept: Kept
    erasure: Erasure
    columns: tuple[str, ...] = ()
    owner: str = ""

    def of(self, *columns: str, owner: str = "") -> "Held":
        return replace(self, columns=columns, owner=owner)


# What one gave for oneself and may take back.
OWN = Held(Ground.CONSENT, Kept.ACCOUNT, Erasure.CLOSING)
# What a matter is about, and who told it.
TOLD = Held(Ground.DUTY, Kept.CASE, Erasure.NONE)
# Who stands in a roll, votes, is nominated, owns.
ROLL = Held(Ground.DUTY, Kept.TERM, Erasure.NONE)
# Who acts for a body: their name is part of what they did.
OFFICE = Held(Ground.PUBLIC, Kept.OFFICE, Erasure.NONE)
# What is personal in an entry of the record.
ENTRY = Held(Ground.DUTY, Kept.CASE, Erasure.RECORD)
# What waits to be sent.
PASSING = Held(Ground.DUTY, Kept.BRIEF, Erasure.CLOSING)
