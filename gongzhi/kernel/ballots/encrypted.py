"""A secret poll as the files of the Belenios format (docs/ballots.md)."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from gongzhi.kernel.ballots.models import Archive, Ballot, KeyHolder, Partial, Poll
from gongzhi.kernel.matters.errors import Refused
from gongzhi.lib.belenios import archive as files
from gongzhi.lib.belenios.election import Election
from gongzhi.lib.belenios.groups import group
from gongzhi.lib.belenios.refusal import Refused as Unsound
from gongzhi.lib.belenios.tally import EncryptedTally, Grid, check_partial, read_tally
from gongzhi.lib.belenios.text import BASE58
from gongzhi.lib.belenios.trustees import Trustees
from gongzhi.lib.belenios.voters import roll

CODE = 22  # letters that hold any number of 128 bits


def code_of(poll: Poll) -> str:
    """Answer the poll's key as the format writes it: in base 58."""
    number, letters = poll.pk.int, ""
    for _place in range(CODE):
        number, rest = divmod(number, 58)
        letters = BASE58[rest] + letters
    return letters


@contextmanager
def refusing(sentence: str) -> Iterator[None]:
    """Have what does not hold be refused with a sentence; the format's own reason stands behind it."""
    try:
        yield
    except Unsound as error:
        raise Refused(f"{sentence}（{error}）") from error


@lru_cache(maxsize=16)
def _election(text: str) -> Election:
    return Election.parse(text)


@lru_cache(maxsize=16)
def _trustees(name: str, text: str) -> Trustees:
    return Trustees.parse(group(name), text)


def read_election(poll: Poll) -> Election:
    """Answer the election; its tables of powers are kept while the process lives."""
    return _election(poll.election)


def read_trustees(poll: Poll) -> Trustees:
    return _trustees(poll.group, poll.trustees)


def public_key_of(poll: Poll, holder: KeyHolder) -> str:
    """Answer the public key of a holder as it is written, so that they can tell their file from another's."""
    made = read_trustees(poll)
    return made.group.text(made.keys[holder.position - 1])


def weights_of(poll: Poll, scheme: str) -> dict[str, int]:
    """Answer what each public credential weighs; the format knows no credential that weighs nothing."""
    found = poll.credentials.values_list("public", "weights")
    return {public: int(w[scheme]) for public, w in found if int(w[scheme])}


def summed(poll: Poll, archive: Archive) -> EncryptedTally:
    """Answer the encrypted sum as it was sealed."""
    return read_tally(read_election(poll), archive.sized, archive.tally)


def opened_parts(poll: Poll, archive: Archive) -> dict[int, Grid]:
    """Answer what the holders have decrypted so far, by position."""
    election, keys, total = read_election(poll), read_trustees(poll).keys, summed(poll, archive)
    given = Partial.objects.filter(holder__poll=poll, scheme=archive.scheme).select_related("holder")
    return {
        part.holder.position: check_partial(election, total, keys[part.holder.position - 1], part.text)
        for part in given.order_by("holder__position")
    }


def board(poll: Poll, scheme: str) -> Iterator[str]:
    """Yield the ballots of the archive: all that were cast, weigh and are not withdrawn, replaced ones too."""
    cast = Ballot.objects.filter(poll=poll, voter__withdrawal__isnull=True).order_by("pk")
    cast = cast.exclude(**{f"credential__weights__{scheme}": 0})
    yield from cast.values_list("text", flat=True).iterator(chunk_size=500)


def bel(poll: Poll, scheme: str, *, archive: Archive | None, result: str | None = None) -> bytes:
    """Answer the .bel file of a poll by one scheme, as far as the poll has come."""
    parts: tuple[files.Partial, ...] = ()
    if archive is not None:
        given = Partial.objects.filter(holder__poll=poll, scheme=scheme).order_by("holder__position")
        parts = tuple(
            files.Partial(position, text) for position, text in given.values_list("holder__position", "text")
        )
    return files.write(
        files.Archive(
            timestamp=int(poll.opened_at.timestamp()) if poll.opened_at else 0,
            election=poll.election,
            trustees=poll.trustees,
            credentials=roll(weights_of(poll, scheme)),
            ballots=tuple(board(poll, scheme)),
            closed=archive is not None,
            sized_tally=archive.sized if archive else None,
            tally=archive.tally if archive else None,
            partials=parts,
            result=result,
        )
    )
