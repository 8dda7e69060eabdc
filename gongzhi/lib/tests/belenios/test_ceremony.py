"""Trustees make a key together: whoever cheats is named, whoever carries the messages learns and changes nothing."""

import json

import pytest

from gongzhi.lib.belenios import Refused, Trustees, ceremony, group, trustees
from gongzhi.lib.belenios.channels import Seed, receive, send
from gongzhi.lib.belenios.text import compact, secure

GROUP = group("Ed25519")
SEEDS, CERTIFICATES = zip(*(ceremony.certificate(GROUP) for _ in range(4)), strict=True)
POLYNOMIALS = [ceremony.polynomial(GROUP, seed, CERTIFICATES, 3) for seed in SEEDS]


def test_a_trustee_who_sends_a_wrong_share_is_named_by_the_one_who_gets_it() -> None:
    other = ceremony.polynomial(GROUP, SEEDS[1], CERTIFICATES, 3)
    forged = {**json.loads(POLYNOMIALS[1]), "secrets": json.loads(other)["secrets"]}
    sent = [POLYNOMIALS[0], compact(forged), *POLYNOMIALS[2:]]
    vinput = ceremony.route(GROUP, CERTIFICATES, 3, sent)[2]
    with pytest.raises(Refused, match="secret_share") as refused:
        ceremony.share(GROUP, SEEDS[2], CERTIFICATES, 3, vinput)
    assert refused.value.values == {"trustee": 2}


def test_a_coordinator_cannot_exchange_what_a_trustee_committed_to() -> None:
    other = ceremony.polynomial(GROUP, SEEDS[0], CERTIFICATES, 3)
    vinput = ceremony.route(GROUP, CERTIFICATES, 3, [other, *POLYNOMIALS[1:]])[0]
    forged = {**json.loads(vinput), "polynomial": json.loads(POLYNOMIALS[0])["polynomial"]}
    with pytest.raises(Refused, match="commitments_changed"):
        ceremony.share(GROUP, SEEDS[0], CERTIFICATES, 3, compact(forged))


def test_a_lower_threshold_than_agreed_is_refused() -> None:
    with pytest.raises(Refused, match="commitments"):
        ceremony.route(GROUP, CERTIFICATES, 2, POLYNOMIALS)


def test_a_message_for_somebody_else_cannot_be_read() -> None:
    one, two = (Seed.read(GROUP, seed) for seed in SEEDS[:2])
    sent = send(one, two.encryption, "密", secure)
    assert receive(two, one.verification, sent) == "密"
    with pytest.raises(Refused, match="message_encryption"):
        receive(one, one.verification, sent)
    with pytest.raises(Refused, match="message_signature"):
        receive(two, two.verification, sent)


def test_the_same_certificate_twice_or_a_seed_of_nobody_is_refused() -> None:
    with pytest.raises(Refused, match="certificates"):
        ceremony.check_certificates(GROUP, [CERTIFICATES[0]] * 2)
    with pytest.raises(Refused, match="seed_of_nobody"):
        ceremony.polynomial(GROUP, ceremony.certificate(GROUP)[0], CERTIFICATES, 3)
    with pytest.raises(Refused, match="seed_form"):
        ceremony.polynomial(GROUP, "short", CERTIFICATES, 3)


def test_single_and_threshold_trustees_stand_side_by_side() -> None:
    inputs = ceremony.route(GROUP, CERTIFICATES, 3, POLYNOMIALS)
    outputs = [
        ceremony.share(GROUP, seed, CERTIFICATES, 3, each) for seed, each in zip(SEEDS, inputs, strict=True)
    ]
    parameters, _keys = ceremony.conclude(GROUP, CERTIFICATES, 3, POLYNOMIALS, outputs)
    made = Trustees.make(GROUP, [trustees.generate(GROUP)[1]], [parameters])
    assert len(made.keys) == 5
    assert [made.missing(done) for done in ([], [1], [2, 3, 4, 5], [1, 2, 5], [1, 3, 4, 5])] == [
        4,
        3,
        1,
        1,
        0,
    ]
    forged = json.loads(trustees.generate(GROUP)[1])
    forged["pok"]["response"] = "1"
    with pytest.raises(Refused, match="proof_of_knowledge"):
        Trustees.make(GROUP, [compact(forged)])
