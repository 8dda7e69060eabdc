"""What browsers compute is accepted by our own library, in both groups."""

import json
from collections.abc import Iterator

import pytest

from tests.ballots import GROUP, Scripts, node
from tests.test_browser_ballots import VOTES

ballots = pytest.importorskip("gongzhi.lib.belenios.ballots")
credentials = pytest.importorskip("gongzhi.lib.belenios.credentials")
elections = pytest.importorskip("gongzhi.lib.belenios.election")
groups = pytest.importorskip("gongzhi.lib.belenios.groups")
refusal = pytest.importorskip("gongzhi.lib.belenios.refusal")
tallies = pytest.importorskip("gongzhi.lib.belenios.tally")

UUID = "H1wzXUW5TfxWA2"
QUESTIONS = [
    elections.Question("主任（选一人）", ("王芳", "李强", "赵敏"), 1, 1),
    elections.Question("委员（选一至三人，可以弃权）", ("陈静", "杨勇", "黄丽", "周伟"), 1, 3, blank=True),
    elections.Question("公约", ("同意",), 0, 1),
]


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with node() as running:
        yield running


@pytest.mark.parametrize("name", ["Ed25519", GROUP])
def test_our_library_accepts_ballots_and_decryptions_of_browsers(script: Scripts, name: str) -> None:
    group = groups.group(name)
    trustee = script("generateTrustee", name)
    public = groups.key(group, json.loads(trustee["publicKey"])["public_key"])
    election = elections.Election.make(
        uuid=UUID, name="选举", questions=QUESTIONS, group=group, public_key=public
    )
    voters = credentials.generate(group, UUID, len(VOTES))
    publics = {public for _secret, public in voters}
    cast = []
    for (secret, _public), vote in zip(voters, VOTES, strict=True):
        made = script("encrypt", election.text, secret, vote)
        assert ballots.check(election, made["ballot"], publics) == made["tracker"]
        cast.append(ballots.parse(election, made["ballot"]))
    tally = tallies.encrypt(election, cast, dict.fromkeys(publics, 1))
    made = script("decrypt", election.text, tally.text, trustee["privateKey"])
    assert tallies.check_partial(election, tally, public, made["partialDecryption"])
    with pytest.raises(refusal.Refused):
        tallies.check_partial(election, tally, group.g.power(2), made["partialDecryption"])
