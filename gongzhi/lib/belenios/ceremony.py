"""How n trustees make one key of which t can decrypt (specification, 3.1.1 and 4.6), step by step.

    1  each         certificate          its seed (kept) and its certificate (sent)
    2  coordinator  check_certificates
    3  each         polynomial           what it sends to all
    4  coordinator  route                for each trustee what all sent to it
    5  each         share                its public key, and its decryption key, encrypted for itself
    6  coordinator  conclude             the threshold parameters, and each one's encrypted decryption key

All inputs and outputs are texts; whoever carries them learns nothing.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from gongzhi.lib.belenios import text as texts
from gongzhi.lib.belenios.channels import SEED, Seed, receive, send, sign
from gongzhi.lib.belenios.groups import Element, Group
from gongzhi.lib.belenios.groups import secret as exponent
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.text import Random, compact, secure, token
from gongzhi.lib.belenios.trustees import (
    MOST,
    Certificate,
    evaluate,
    public_json,
    read_certificate,
    read_coefexps,
    read_public,
    threshold_keys,
)

POLYNOMIAL = ("polynomial", "secrets", "coefexps")
OUTPUT = ("private_key", "public_key")


def certificate(group: Group, random: Random = secure) -> tuple[str, str]:
    """Step 1. Answer the seed that the trustee keeps, and the certificate."""
    seed = Seed(group, token(SEED, random))
    keys = {"verification": group.text(seed.verification), "encryption": group.text(seed.encryption)}
    return seed.text, compact(sign(seed, compact(keys), random))


def check_certificates(group: Group, certificates: Sequence[str]) -> list[Certificate]:
    """Step 2. Answer the keys in the certificates, which are sound and all different. Raises Refused."""
    keys = [read_certificate(group, texts.read(each)) for each in certificates]
    if not 0 < len(keys) <= MOST or len({each.verification for each in keys}) != len(keys):
        raise Refused("certificates", seen=len(keys))
    return keys


def polynomial(
    group: Group, seed: str, certificates: Sequence[str], threshold: int, random: Random = secure
) -> str:
    """Step 3. Answer what this trustee sends to all. Raises Refused."""
    keys, own = check_certificates(group, certificates), Seed.read(group, seed)
    _place(own, keys)
    if not 1 <= threshold <= len(keys):
        raise Refused("threshold", threshold=threshold, trustees=len(keys))
    coefficients = [random(group.q) for _ in range(threshold)]
    shares = [_value(group, coefficients, place) for place in range(1, len(keys) + 1)]
    mine = compact({"polynomial": [str(each) for each in coefficients]})
    committed = compact({"coefexps": [group.text(group.g.power(each)) for each in coefficients]})
    said = {
        "polynomial": send(own, own.encryption, mine, random),
        "secrets": [
            send(own, key.encryption, compact({"secret": str(share)}), random)
            for key, share in zip(keys, shares, strict=True)
        ],
        "coefexps": sign(own, committed, random),
    }
    return compact(said)


def check_polynomial(
    group: Group, certificates: Sequence[str], threshold: int, number: int, text: str
) -> None:
    """Check what trustee `number` (from 1) sends to all, as far as whoever carries it can. Raises Refused."""
    key = check_certificates(group, certificates)[number - 1]
    own, secrets, coefexps = texts.fields(texts.read(text), POLYNOMIAL)
    for each in (own, *texts.array(secrets, len(certificates))):
        texts.string(each)
    seen = len(read_coefexps(group, key, coefexps))
    if seen != threshold:
        raise Refused("commitments", trustee=number, wanted=threshold, seen=seen)


def check_output(
    group: Group,
    certificates: Sequence[str],
    threshold: int,
    polynomials: Sequence[str],
    number: int,
    text: str,
) -> None:
    """Check that trustee `number` answers with the public key that all have committed to. Raises Refused."""
    keys = check_certificates(group, certificates)
    coefexps = [texts.fields(texts.read(each), POLYNOMIAL)[2] for each in polynomials]
    private, public = texts.fields(texts.read(text), OUTPUT)
    texts.string(private)
    wanted = threshold_keys(group, _committed(group, keys, threshold, coefexps))[number - 1]
    if read_public(group, public) != wanted:
        raise Refused("verification_key")


def sealed_key(output: str) -> str:
    """Answer what a trustee has encrypted for itself in step 5: what it needs, with its seed, to decrypt."""
    return texts.string(texts.fields(texts.read(output), OUTPUT)[0])


def route(group: Group, certificates: Sequence[str], threshold: int, polynomials: Sequence[str]) -> list[str]:
    """Step 4. Answer for each trustee, in the order of the certificates, what all sent to it. Raises Refused."""
    keys = check_certificates(group, certificates)
    sent = [texts.fields(texts.read(each), POLYNOMIAL) for each in polynomials]
    _committed(group, keys, threshold, [coefexps for _own, _secrets, coefexps in sent])
    secrets = [texts.array(each, len(keys)) for _own, each, _coefexps in sent]
    return [
        compact(
            {
                "polynomial": own,
                "secrets": [each[place] for each in secrets],
                "coefexps": [coefexps for _own, _secrets, coefexps in sent],
            }
        )
        for place, (own, _secrets, _coefexps) in enumerate(sent)
    ]


def share(
    group: Group, seed: str, certificates: Sequence[str], threshold: int, vinput: str, random: Random = secure
) -> str:
    """Step 5. Check what all have sent, and answer this trustee's public key. Raises Refused, naming who erred."""
    keys, own = check_certificates(group, certificates), Seed.read(group, seed)
    place = _place(own, keys)
    mine, sent, coefexps = texts.fields(texts.read(vinput), POLYNOMIAL)
    committed = _committed(group, keys, threshold, coefexps)
    _check_own(own, committed[place - 1], mine)
    total = 0
    for number, (key, each) in enumerate(zip(keys, texts.array(sent, len(keys)), strict=True), 1):
        (value,) = texts.fields(texts.read(receive(own, key.verification, each)), ("secret",))
        secret = exponent(group, value)
        if group.g.power(secret) != evaluate(group, committed[number - 1], place):
            raise Refused("secret_share", trustee=number)
        total += secret
    total %= group.q
    said = {
        "private_key": send(own, own.encryption, compact({"decryption_key": str(total)}), random),
        "public_key": public_json(group, total, random),
    }
    return compact(said)


def conclude(
    group: Group,
    certificates: Sequence[str],
    threshold: int,
    polynomials: Sequence[str],
    voutputs: Sequence[str],
) -> tuple[str, list[str]]:
    """Step 6. Answer the threshold parameters and each trustee's encrypted decryption key. Raises Refused."""
    keys = check_certificates(group, certificates)
    coefexps = [texts.fields(texts.read(each), POLYNOMIAL)[2] for each in polynomials]
    wanted = threshold_keys(group, _committed(group, keys, threshold, coefexps))
    outputs = [texts.fields(texts.read(each), OUTPUT) for each in voutputs]
    if [read_public(group, public) for _private, public in outputs] != wanted:
        raise Refused("verification_key")
    parameters = {
        "threshold": threshold,
        "certs": [texts.read(each) for each in certificates],
        "coefexps": coefexps,
        "verification_keys": [public for _private, public in outputs],
    }
    return compact(parameters), [texts.string(private) for private, _public in outputs]


def decryption_key(group: Group, seed: str, encrypted: str) -> int:
    """Answer the exponent with which a trustee decrypts, from its seed and its key of step 6. Raises Refused."""
    own = Seed.read(group, seed)
    said = texts.read(receive(own, own.verification, encrypted.strip()))
    return exponent(group, texts.fields(said, ("decryption_key",))[0])


def _place(own: Seed, keys: Sequence[Certificate]) -> int:
    """Answer the number, from 1, of the trustee who holds this seed. Raises Refused when it is none of them."""
    for number, each in enumerate(keys, 1):
        if (each.verification, each.encryption) == (own.verification, own.encryption):
            return number
    raise Refused("seed_of_nobody")


def _committed(group: Group, keys: Sequence[Certificate], threshold: int, sent: Any) -> list[list[Element]]:
    """Answer what each has committed to, as many coefficients as the threshold. Raises Refused."""
    found = [
        read_coefexps(group, key, each) for key, each in zip(keys, texts.array(sent, len(keys)), strict=True)
    ]
    for number, each in enumerate(found, 1):
        if len(each) != threshold:
            raise Refused("commitments", trustee=number, wanted=threshold, seen=len(each))
    return found


def _check_own(own: Seed, committed: Sequence[Element], sent: Any) -> None:
    """The commitments that came back must be to the polynomial that this trustee has chosen."""
    (said,) = texts.fields(texts.read(receive(own, own.verification, sent)), ("polynomial",))
    coefficients = [exponent(own.group, each) for each in texts.array(said)]
    if [own.group.g.power(each) for each in coefficients] != list(committed):
        raise Refused("commitments_changed")


def _value(group: Group, coefficients: Sequence[int], place: int) -> int:
    return reduce(lambda sum_, each: (sum_ * place + each) % group.q, reversed(coefficients), 0)
