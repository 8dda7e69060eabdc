"""A secret vote of the demo: what holders of keys, the authority and voters do on machines of their own.

Only the demo has all of it in one place; elsewhere no server ever sees a key, a slip or a choice.
"""

from dataclasses import dataclass, field
from datetime import datetime

from gongzhi.kernel.ballots.encrypted import code_of, read_election, summed
from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.services import preparing, secrecy
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.belenios import ballots, credentials, tally, text, trustees
from gongzhi.lib.belenios.groups import Group, group

# Blank first: five in seven are for it, one against, one abstains; every sixth owner does not vote.
MARKS = ([0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0])
MISSING = 6


@dataclass
class Secretly:
    poll: Poll
    runner: Actor
    holders: list[Actor]
    now: datetime
    keys: dict[str, int] = field(default_factory=dict)
    slips: dict[int, str] = field(default_factory=dict)

    @property
    def group(self) -> Group:
        return group(self.poll.group)

    def give_keys(self) -> None:
        named = [(h.name, f"监票人{n}", h.uuid) for n, h in enumerate(self.holders, start=1)]
        preparing.appoint(poll_id=self.poll.pk, holders=named, threshold=0, actor=self.runner, at=self.now)
        for holder in self.holders:
            private, public = trustees.generate(self.group)
            self.keys[holder.account] = trustees.private_key(self.group, private)
            secrecy.give_key(poll_id=self.poll.pk, public=public, actor=holder, at=self.now)

    def make_credentials(self) -> None:
        voters = list(self.poll.voters.order_by("number"))
        pairs = credentials.generate(self.group, code_of(self.poll), len(voters))
        rows = []
        for voter, (secret, public) in zip(voters, pairs, strict=True):
            self.slips[voter.number] = secret
            rows.append(",".join([public, *(str(voter.weights[s]) for s in self.poll.schemes)]))
        given = text.compact(rows)
        preparing.take_credentials(poll_id=self.poll.pk, text=given, actor=self.runner, at=self.now)

    def vote(self, at: datetime) -> int:
        """Have owners with accounts vote; answers how many did."""
        opened, cast = read_election(self.poll), 0
        for voter in self.poll.voters.filter(account__isnull=False).order_by("number"):
            if voter.number % MISSING == 0:
                continue
            marks = MARKS[voter.number % len(MARKS)]
            made = ballots.make(opened, self.slips[voter.number], [marks])
            secrecy.cast(poll_id=self.poll.pk, text=made, actor=Actor(account=str(voter.account_id)), at=at)
            cast += 1
        return cast

    def decrypt(self, at: datetime) -> None:
        secrecy.seal_board(poll_id=self.poll.pk, actor=self.runner, at=at)
        opened = read_election(self.poll)
        for archive in self.poll.archives.order_by("scheme"):
            for holder in self.holders:
                part = tally.partial_decryption(opened, summed(self.poll, archive), self.keys[holder.account])
                secrecy.give_partial(
                    poll_id=self.poll.pk, scheme=archive.scheme, text=part, actor=holder, at=at
                )
