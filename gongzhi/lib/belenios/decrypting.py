"""What a trustee does on a machine of their own: look at the whole archive, then contribute to opening the count."""

from gongzhi.lib.belenios import archive as archives
from gongzhi.lib.belenios import tally as tallies
from gongzhi.lib.belenios.archive import Archive, Partial
from gongzhi.lib.belenios.election import Election
from gongzhi.lib.belenios.groups import Group
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.trustees import Trustees


def group_of(data: bytes) -> Group:
    """Answer the group that the election in this archive uses. Raises Refused."""
    return Election.parse(archives.read(data).election).group


def contribute(data: bytes, secret: int) -> Partial:
    """Answer the partial decryption by the trustee who holds `secret`, of an archive that is verified already.

    Raises Refused when the ballots are not counted yet, or when the secret is no trustee's of this election.
    """
    archive = archives.read(data)
    election, tally = _counted(archive)
    public = election.group.g.power(secret)
    keys = Trustees.parse(election.group, archive.trustees).keys
    if public not in keys:
        raise Refused("seed_of_nobody")
    return Partial(keys.index(public) + 1, tallies.partial_decryption(election, tally, secret))


def _counted(archive: Archive) -> tuple[Election, tallies.EncryptedTally]:
    if archive.tally is None or archive.sized_tally is None:
        raise Refused("not_counted")
    election = Election.parse(archive.election)
    return election, tallies.read_tally(election, archive.sized_tally, archive.tally)
