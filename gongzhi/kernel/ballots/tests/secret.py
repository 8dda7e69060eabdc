"""What the voters, the authority and the holders of keys do on machines of their own."""

from dataclasses import dataclass, field
from datetime import datetime

from gongzhi.kernel.ballots.encrypted import code_of, read_election, summed
from gongzhi.kernel.ballots.models import Ballot, Poll
from gongzhi.kernel.ballots.services import preparing, secrecy
from gongzhi.lib.belenios import ballots, ceremony, credentials, tally, text, trustees
from gongzhi.lib.belenios.groups import group
from gongzhi.lib.belenios.voters import roll

from .world import MONDAY, OPENS, Booths

HOLDERS = ("supervisor", "supervisor2", "supervisor3")


@dataclass
class Secret:
    """A secret poll that is open. `slips`: the secret credential of each voter, by roll number."""

    booths: Booths
    poll: Poll
    slips: dict[int, str] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)

    @classmethod
    def opened(cls, booths: Booths, *, threshold: int = 0, **more: object) -> "Secret":
        made = cls(booths, booths.poll(secret=True, **more))
        made.appoint(threshold)
        made.credentials()
        booths.step(made.poll.matter, "open_election", at=OPENS)
        made.poll.refresh_from_db()
        return made

    @property
    def group(self):
        return group(self.poll.group)

    def appoint(self, threshold: int) -> None:
        people = self.booths.people
        preparing.appoint(
            poll_id=self.poll.pk,
            holders=[(people[u].name, f"监票人{n}", people[u].pk) for n, u in enumerate(HOLDERS, 1)],
            threshold=threshold,
            actor=self.booths.runner,
            at=MONDAY,
        )
        if threshold:
            self._ceremony(threshold)
        else:
            for username in HOLDERS:
                self._single(username)

    def _single(self, username: str) -> None:
        private, public = trustees.generate(self.group)
        self.keys[username] = trustees.private_key(self.group, private)
        secrecy.give_key(poll_id=self.poll.pk, public=public, actor=self.booths.actor(username), at=MONDAY)

    def _ceremony(self, threshold: int) -> None:
        made = [ceremony.certificate(self.group) for _each in HOLDERS]
        certs = [cert for _seed, cert in made]
        sent = [ceremony.polynomial(self.group, seed, certs, threshold) for seed, _cert in made]
        inputs = ceremony.route(self.group, certs, threshold, sent)
        outputs = [
            ceremony.share(self.group, seed, certs, threshold, given)
            for (seed, _cert), given in zip(made, inputs, strict=True)
        ]
        parameters, private = ceremony.conclude(self.group, certs, threshold, sent, outputs)
        for username, (seed, _cert), own in zip(HOLDERS, made, private, strict=True):
            self.keys[username] = ceremony.decryption_key(self.group, seed, own)
        secrecy.take_trustees(
            poll_id=self.poll.pk, parameters=parameters, actor=self.booths.runner, at=MONDAY
        )

    def credentials(self) -> None:
        """The authority makes one for each entry of the roll; the platform gets the public halves."""
        voters = list(self.poll.voters.order_by("number"))
        pairs = credentials.generate(self.group, code_of(self.poll), len(voters))
        self.slips = {voter.number: secret for voter, (secret, _public) in zip(voters, pairs, strict=True)}
        given = zip(voters, pairs, strict=True)
        if self.poll.schemes == ["person"]:
            public = roll({public: 1 for _secret, public in pairs})
        else:
            rows = [",".join([p, *(str(v.weights[s]) for s in self.poll.schemes)]) for v, (_s, p) in given]
            public = text.compact(rows)
        preparing.take_credentials(poll_id=self.poll.pk, text=public, actor=self.booths.runner, at=MONDAY)

    def ballot(self, username: str, marks: list[int], slip: str = "") -> str:
        """A ballot as the voter's own device makes it: blank first."""
        voter = self.booths.voter(self.poll, username)
        return ballots.make(read_election(self.poll), slip or self.slips[voter.number], [marks])

    def cast(self, username: str, marks: list[int], *, at: datetime, slip: str = "") -> Ballot:
        return secrecy.cast(
            poll_id=self.poll.pk,
            text=self.ballot(username, marks, slip),
            actor=self.booths.actor(username),
            at=at,
        )

    def decrypt(self, username: str, *, at: datetime, scheme: str = "person") -> bool:
        archive = self.poll.archives.get(scheme=scheme)
        part = tally.partial_decryption(
            read_election(self.poll), summed(self.poll, archive), self.keys[username]
        )
        return secrecy.give_partial(
            poll_id=self.poll.pk, scheme=scheme, text=part, actor=self.booths.actor(username), at=at
        )

    def seal(self, *, at: datetime) -> None:
        secrecy.seal_board(poll_id=self.poll.pk, actor=self.booths.runner, at=at)
