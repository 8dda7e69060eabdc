"""Small elections, held from the first key to the result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from gongzhi.lib.belenios import (
    Archive,
    Election,
    Partial,
    Question,
    Trustees,
    archive,
    ballots,
    ceremony,
    credentials,
    group,
    tally,
    trustees,
    voters,
)

UUID = "Committee26xyz"
ONE = Question("谁当选？", ("张三", "李四", "王五"), 0, 2)
MOTION = Question("是否同意？", ("同意", "不同意"), 1, 1, blank=True)


@dataclass(frozen=True)
class Held:
    """Everything of an election, what is secret too."""

    election: Election
    trustees: Trustees
    secrets: tuple[int, ...]
    pairs: tuple[tuple[str, str], ...]
    weights: dict[str, int]
    ballots: tuple[str, ...]

    @property
    def publics(self) -> list[str]:
        return [public for _secret, public in self.pairs]

    def opened(self) -> Archive:
        return Archive(
            timestamp=1_770_000_000,
            election=self.election.text,
            trustees=self.trustees.text,
            credentials=voters.roll(self.weights),
        )

    def voted(self) -> Archive:
        return replace(self.opened(), ballots=self.ballots)

    def finished(self, *owners: int) -> Archive:
        """The trustees with these numbers decrypt."""
        counted = tally.encrypt(
            self.election, [ballots.parse(self.election, each) for each in self.ballots], self.weights
        )
        made = {n: tally.partial_decryption(self.election, counted, self.secrets[n - 1]) for n in owners}
        factors = {
            n: tally.check_partial(self.election, counted, self.trustees.keys[n - 1], text)
            for n, text in made.items()
        }
        result, _votes = tally.result(self.trustees, counted, factors)
        return replace(
            self.voted(),
            closed=True,
            sized_tally=counted.sized(),
            tally=counted.text,
            partials=tuple(Partial(n, text) for n, text in made.items()),
            result=result,
        )

    def file(self, *owners: int) -> bytes:
        return archive.write(self.finished(*owners))


def threshold_trustees(name: str, count: int, threshold: int) -> tuple[Trustees, tuple[int, ...]]:
    """Hold the ceremony; answer the trustees and the exponents they decrypt with."""
    used = group(name)
    seeds, certificates = zip(*(ceremony.certificate(used) for _ in range(count)), strict=True)
    polynomials = [ceremony.polynomial(used, seed, certificates, threshold) for seed in seeds]
    inputs = ceremony.route(used, certificates, threshold, polynomials)
    outputs = [
        ceremony.share(used, seed, certificates, threshold, each)
        for seed, each in zip(seeds, inputs, strict=True)
    ]
    parameters, keys = ceremony.conclude(used, certificates, threshold, polynomials, outputs)
    secrets = tuple(ceremony.decryption_key(used, seed, key) for seed, key in zip(seeds, keys, strict=True))
    return Trustees.make(used, (), [parameters]), secrets


def single_trustees(name: str, count: int) -> tuple[Trustees, tuple[int, ...]]:
    used = group(name)
    pairs = [trustees.generate(used) for _ in range(count)]
    secrets = tuple(trustees.private_key(used, private) for private, _public in pairs)
    return Trustees.make(used, [public for _private, public in pairs]), secrets


def hold(
    name: str,
    choices: Sequence[Sequence[Sequence[int]]],
    *,
    questions: Sequence[Question] = (ONE, MOTION),
    weights: Sequence[int] = (),
    keys: tuple[Trustees, tuple[int, ...]] | None = None,
) -> Held:
    """Everybody votes once: `choices` of each voter, for each question 0 and 1, blank first."""
    made, secrets = keys or threshold_trustees(name, 3, 2)
    used = made.group
    election = Election.make(
        uuid=UUID, name="居委会选举", questions=questions, group=used, public_key=made.public_key
    )
    pairs = tuple(credentials.generate(used, UUID, len(choices)))
    given = weights or [1] * len(choices)
    return Held(
        election=election,
        trustees=made,
        secrets=secrets,
        pairs=pairs,
        weights={public: weight for (_secret, public), weight in zip(pairs, given, strict=True)},
        ballots=tuple(
            ballots.make(election, secret, each) for (secret, _), each in zip(pairs, choices, strict=True)
        ),
    )


@cache
def small(name: str) -> Held:
    """Four voters with weights."""
    choices = [
        [[1, 0, 1], [0, 1, 0]],
        [[0, 0, 0], [1, 0, 0]],
        [[0, 1, 1], [0, 0, 1]],
        [[1, 0, 0], [0, 1, 0]],
    ]
    return hold(name, choices, weights=[3, 12_050, 1, 8_900])


SUMS = "[[8903, 1, 4], [12050, 8903, 1]]"


@cache
def many(name: str, voters_: int, answers: int, most: int) -> Held:
    chance = Random(1)
    choices = []
    for _ in range(voters_):
        ticked = set(chance.sample(range(answers), chance.randint(0, most)))
        choices.append([[int(n in ticked) for n in range(answers)]])
    asked = Question("谁当选？", tuple(f"候选人{n}" for n in range(1, answers + 1)), 0, most)
    return hold(name, choices, questions=[asked])
