"""A secret poll of a demo or a test: what holders of keys, the authority and voters do on machines of their own.

Only there one process has all of it; elsewhere no server ever sees a key, a slip or a choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gongzhi.kernel.ballots.encrypted import code_of, read_election, summed
from gongzhi.kernel.ballots.models import Ballot, Poll
from gongzhi.kernel.ballots.services import preparing, secrecy, together
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.belenios import ballots, ceremony, credentials, tally, trustees, voters
from gongzhi.lib.belenios.groups import Group, group

Answers = Sequence[Sequence[int]]


@dataclass
class Played:
    """`slips`: secret credentials by roll number; `keys`: private keys by holder's account."""

    poll: Poll
    runner: Actor
    holders: Sequence[Actor]
    slips: dict[int, str] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)

    @property
    def group(self) -> Group:
        return group(self.poll.group)

    def make_ready(self, *, at: datetime, threshold: int = 0) -> None:
        """Appoint the holders, make their keys, and a credential for each entry of the roll."""
        named = [(h.name, f"密钥持有人{n}", h.uuid) for n, h in enumerate(self.holders, 1)]
        given: dict[str, Any] = {"poll_id": self.poll.pk, "actor": self.runner, "at": at}
        preparing.appoint(holders=named, threshold=threshold, **given)
        if threshold:
            together.take_trustees(parameters=self._together(threshold), **given)
        else:
            self._each(at)
        preparing.take_credentials(text=self._credentials(), **given)

    def _each(self, at: datetime) -> None:
        for holder in self.holders:
            private, public = trustees.generate(self.group)
            self.keys[holder.account] = trustees.private_key(self.group, private)
            secrecy.give_key(poll_id=self.poll.pk, public=public, actor=holder, at=at)

    def _together(self, threshold: int) -> str:
        """Go through the ceremony; answers what is handed to the platform."""
        made = [ceremony.certificate(self.group) for _holder in self.holders]
        seeds, certs = [seed for seed, _cert in made], [cert for _seed, cert in made]
        sent = [ceremony.polynomial(self.group, seed, certs, threshold) for seed in seeds]
        shares = zip(seeds, ceremony.route(self.group, certs, threshold, sent), strict=True)
        outputs = [ceremony.share(self.group, seed, certs, threshold, given) for seed, given in shares]
        parameters, sealed = ceremony.conclude(self.group, certs, threshold, sent, outputs)
        for holder, seed, own in zip(self.holders, seeds, sealed, strict=True):
            self.keys[holder.account] = ceremony.decryption_key(self.group, seed, own)
        return parameters

    def _credentials(self) -> str:
        roll = list(self.poll.voters.order_by("number").values_list("number", "weights"))
        pairs = credentials.generate(self.group, code_of(self.poll), len(roll))
        self.slips = {number: secret for (number, _w), (secret, _public) in zip(roll, pairs, strict=True)}
        weights = {
            public: tuple(int(w[scheme]) for scheme in self.poll.schemes)
            for (_number, w), (_secret, public) in zip(roll, pairs, strict=True)
        }
        return voters.made(weights)

    def ballot(self, number: int, answers: Answers, *, slip: str = "") -> str:
        """Answer a ballot as the voter's own device makes it: a 0 or 1 for each answer, none for a blank vote."""
        self.poll.refresh_from_db()
        marks = [
            [*([int(not any(row))] if question["blank"] else []), *row]
            for question, row in zip(self.poll.questions, answers, strict=True)
        ]
        return ballots.make(read_election(self.poll), slip or self.slips[number], marks)

    def cast(self, number: int, answers: Answers, actor: Actor, *, at: datetime, slip: str = "") -> Ballot:
        text = self.ballot(number, answers, slip=slip)
        return secrecy.cast(poll_id=self.poll.pk, text=text, actor=actor, at=at)

    def seal(self, *, at: datetime) -> None:
        secrecy.seal_board(poll_id=self.poll.pk, actor=self.runner, at=at)

    def open_box(self, holder: Actor, scheme: str, *, at: datetime) -> bool:
        """Decrypt one sum with a holder's key. Answers whether the result is there now."""
        archive, election = self.poll.archives.get(scheme=scheme), read_election(self.poll)
        part = tally.partial_decryption(election, summed(self.poll, archive), self.keys[holder.account])
        return secrecy.give_partial(poll_id=self.poll.pk, scheme=scheme, text=part, actor=holder, at=at)

    def decrypt(self, *, at: datetime) -> None:
        """Seal the board; as many holders as it takes decrypt every sum."""
        self.seal(at=at)
        self.poll.refresh_from_db()
        for scheme in self.poll.schemes:
            any(self.open_box(holder, scheme, at=at) for holder in self.holders)
