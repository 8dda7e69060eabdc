"""What voters, holders of keys and the authority do on machines of their own: played, for the demo and for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gongzhi.kernel.ballots.encrypted import code_of, read_election, summed
from gongzhi.kernel.ballots.models import Poll, Station
from gongzhi.kernel.ballots.services import counting, preparing, secrecy, striking
from gongzhi.kernel.matters.services.files import Upload
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.belenios import ballots, credentials, tally, trustees
from gongzhi.lib.belenios.groups import group
from gongzhi.lib.belenios.voters import roll

Answers = Sequence[Sequence[int]]


@dataclass
class Box:
    """A secret poll with its keys and slips. `runner`, `second`: of the election committee; `holders`: of the keys."""

    poll: Poll
    runner: Actor
    second: Actor
    holders: Sequence[Actor]
    slips: dict[int, str] = field(default_factory=dict)
    keys: list[int] = field(default_factory=list)

    def make_ready(self, *, at: datetime) -> None:
        """Appoint the holders, have each hand in a key, and the authority the credentials."""
        named = [(h.name, f"密钥持有人{n}", h.uuid) for n, h in enumerate(self.holders, 1)]
        preparing.appoint(poll_id=self.poll.pk, holders=named, threshold=0, actor=self.runner, at=at)
        kind = group(self.poll.group)
        for holder in self.holders:
            private, public = trustees.generate(kind)
            self.keys.append(trustees.private_key(kind, private))
            secrecy.give_key(poll_id=self.poll.pk, public=public, actor=holder, at=at)
        voters = list(self.poll.voters.order_by("number").values_list("number", flat=True))
        pairs = credentials.generate(kind, code_of(self.poll), len(voters))
        self.slips = {number: secret for number, (secret, _public) in zip(voters, pairs, strict=True)}
        public_list = roll({public: 1 for _secret, public in pairs})
        preparing.take_credentials(poll_id=self.poll.pk, text=public_list, actor=self.runner, at=at)

    def cast(self, number: int, answers: Answers, actor: Actor, *, at: datetime) -> None:
        """Vote on the screen; an empty question is a blank one."""
        self.poll.refresh_from_db()
        marks = [[int(not any(row)), *row] for row in answers]
        text = ballots.make(read_election(self.poll), self.slips[number], marks)
        secrecy.cast(poll_id=self.poll.pk, text=text, actor=actor, at=at)

    def station(self, name: str, kind: str, *, at: datetime) -> Station:
        return preparing.add_station(poll_id=self.poll.pk, kind=kind, name=name, actor=self.runner, at=at)

    def hand_out(self, station: Station, papers: Mapping[int, Answers], *, at: datetime) -> None:
        """Hand paper ballots to the voters with these numbers."""
        for number in papers:
            striking.strike(poll_id=self.poll.pk, station=station.pk, number=number, actor=self.runner, at=at)

    def count_paper(
        self, station: Station, papers: Mapping[int, Answers], photo: Sequence[Upload], *, at: datetime
    ) -> None:
        """Count them in public; a second person confirms the protocol."""
        shape = [len(q["answers"]) for q in self.poll.questions]
        counts = [
            [sum(p[n][place] for p in papers.values()) for place in range(size)]
            for n, size in enumerate(shape)
        ]
        blank = [sum(not any(p[n]) for p in papers.values()) for n in range(len(shape))]
        given = counting.SheetGiven(
            issued=len(papers),
            returned=len(papers),
            invalid=0,
            blank=blank,
            counts=counts,
            tellers="监票人、唱票人、计票人各一名",
        )
        sheet = counting.enter_sheet(
            poll_id=self.poll.pk, station=station.pk, given=given, photo=photo, actor=self.runner, at=at
        )
        counting.confirm_sheet(poll_id=self.poll.pk, sheet=sheet.pk, actor=self.second, at=at)

    def decrypt(self, *, at: datetime) -> None:
        """Seal the board; every holder decrypts the sum."""
        secrecy.seal_board(poll_id=self.poll.pk, actor=self.runner, at=at)
        self.poll.refresh_from_db()
        archive = self.poll.archives.get()
        election = read_election(self.poll)
        for holder, key in zip(self.holders, self.keys, strict=True):
            part = tally.partial_decryption(election, summed(self.poll, archive), key)
            secrecy.give_partial(poll_id=self.poll.pk, scheme=archive.scheme, text=part, actor=holder, at=at)
