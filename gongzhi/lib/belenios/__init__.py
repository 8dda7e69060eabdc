"""Secret ballots that anyone can verify: the Belenios format, protocol version 1 (docs/ballots.md).

Texts in, texts out; randomness comes from `secrets` unless a test brings its own. Whatever is wrong raises `Refused`
with a `reason` (a key) and `values` (what was seen). Elements of a group are opaque.

    group(name)                                 "BELENIOS-2048", which Debian's belenios-tool knows, or "Ed25519"
    credentials.generate(group, uuid, count)    pairs: what a voter gets, the public credential
    credentials.derive(group, uuid, secret)     the key pair; `.text` is the public credential
    credentials.normal(typed)                   the secret as it was printed, from what somebody typed
    voters.roll(weights), voters.read_roll(group, text)           the public list: {public credential: weight}
    trustees.generate(group)                    private key file, public key JSON of a single trustee
    ceremony.*                                  six steps from nothing to a key of which t of n trustees decrypt
    Trustees.make(group, singles, pedersen), .parse(group, text)  `.public_key`, `.text`, `.missing(numbers)`
    trustees.private_key(group, text), ceremony.decryption_key(group, seed, encrypted)   what a trustee decrypts with
    Election.make(uuid=…, name=…, questions=…, group=…, public_key=…), .parse(text)      `.fingerprint`, `.text`
    ballots.make(election, secret, answers)     text of a ballot; for each question 0 and 1, blank first
    ballots.check(election, text, credentials)  its tracker, or Refused; `ballots.parse` reads without checking
    tally.encrypt(election, parsed_ballots, weights)              the last ballot of a credential counts
    tally.read_tally(election, sized, text), tally.partial_decryption(election, tally, secret)
    tally.check_partial(election, tally, public_key, text), tally.result(trustees, tally, {number: factors})
    decrypting.contribute(data, secret)          the Partial of whoever holds the secret
    archive.write(Archive(…)), archive.read(data)
    verify(data, workers)                       a report: about, findings, proved, unproved
"""

from gongzhi.lib.belenios import archive, ballots, ceremony, credentials, decrypting, tally, trustees, voters
from gongzhi.lib.belenios.archive import Archive, Partial
from gongzhi.lib.belenios.election import Election, Question
from gongzhi.lib.belenios.groups import Group, group
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.text import token
from gongzhi.lib.belenios.trustees import Trustees
from gongzhi.lib.belenios.verifying import verify

__all__ = [
    "Archive",
    "Election",
    "Group",
    "Partial",
    "Question",
    "Refused",
    "Trustees",
    "archive",
    "ballots",
    "ceremony",
    "credentials",
    "decrypting",
    "group",
    "tally",
    "token",
    "trustees",
    "verify",
    "voters",
]
