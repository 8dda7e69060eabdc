"""Whoever forges acts is refused: without the hashes, with them, and with the log itself."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from gongzhi.lib.certificate import Report
from gongzhi.lib.majority import Count, judge
from tests.certificates import world
from tests.certificates.world import Certificate, codes

RESOLVE = 5  # the place of the act that the representatives' meeting decided

# --- acts that are missing, doubled, moved


@pytest.mark.parametrize("place", range(9))
def test_a_missing_act_is_named(good: Certificate, agreed: Callable[..., Report], place: int) -> None:
    del good["acts"][place]
    report = agreed(good)
    assert codes(report)[0] == "act_missing"
    assert report.findings[0].values["seq"] == place + 1


def test_an_act_out_of_order_is_named(good: Certificate, agreed: Callable[..., Report]) -> None:
    acts = good["acts"]
    acts[2], acts[5] = acts[5], acts[2]
    assert codes(agreed(good))[0] == "out_of_order"


def test_an_act_that_stands_twice_is_named(good: Certificate, agreed: Callable[..., Report]) -> None:
    good["acts"].insert(3, deepcopy(good["acts"][2]))
    assert codes(agreed(good))[0] == "act_twice"


def test_a_changed_count_is_named(good: Certificate, agreed: Callable[..., Report]) -> None:
    good["acts"][RESOLVE]["payload"]["meeting"]["present"] = 13
    report = agreed(good)
    assert (report.findings[0].code, report.findings[0].values["seq"]) == ("payload_changed", 6)


# --- forgers who make the hashes fit


def forged(good: Certificate, change: Callable[[Certificate], object], log: Any = None) -> Certificate:
    """Answer the certificate with a change and all hashes made anew; with `log`, signed into a log anew."""
    change(good)
    world.rehashed(good)
    good["documents"] = [
        {"sha256": sha, "act": act["seq"]} for act in good["acts"] for sha in act["payload"].get("files", [])
    ]
    return world.logged(good, log) if log else good


def without_review(certificate: Certificate) -> None:
    """The members of the party were never asked."""
    del certificate["acts"][2]


def nine_of_fifteen(certificate: Certificate) -> None:
    """Nine were there; the law asks for ten of fifteen."""
    said = certificate["acts"][RESOLVE]["payload"]["meeting"]
    said |= {"present": 9, "yes": 8, "no": 1, "abstain": 0, "valid": True, "passed": True}


def test_whoever_makes_all_hashes_fit_still_has_no_place_in_the_log(
    good: Certificate, agreed: Callable[..., Report]
) -> None:
    report = agreed(forged(good, lambda c: c["acts"][RESOLVE]["payload"]["meeting"].update(present=13)))
    assert set(codes(report)) == {"not_in_log"}
    assert [f.values["seq"] for f in report.findings] == [6, 7, 8, 9]


def test_a_log_signed_by_somebody_else_is_refused_by_whoever_knows_the_key(
    good: Certificate, agreed: Callable[..., Report]
) -> None:
    """Without the key nothing speaks against it, and that is said."""
    other = forged(good, lambda c: c["acts"][7]["payload"].update(note="灯杆未到"), world.FORGER)
    assert codes(agreed(other, world.LOG.vkey)) == ["log_untrusted"]
    report = agreed(other)
    assert report.ok
    assert report.unproved[1].values["vkey"] == world.FORGER.vkey


def change_result(certificate: Certificate) -> None:
    certificate["acts"][RESOLVE]["payload"]["meeting"]["passed"] = False


def lower_quorum(certificate: Certificate) -> None:
    nine_of_fifteen(certificate)
    certificate["acts"][RESOLVE]["payload"]["meeting"]["quorum"] = [1, 2, True]


def other_meeting(certificate: Certificate) -> None:
    """Nine of fifteen, called a village group, whose rule is another."""
    said = certificate["acts"][RESOLVE]["payload"]["meeting"]
    certificate["acts"][RESOLVE]["payload"]["meeting"] = {"id": said["id"], **group()}


def group() -> dict[str, Any]:
    judged = judge("village_group", on=date(2026, 3, 22), count=Count(members=15, present=12, yes=10))
    return dict(judged.numbers)


def too_few_women(certificate: Certificate) -> None:
    certificate["acts"][RESOLVE]["payload"]["meeting"]["women_representatives"] = 4


def set_in(place: int, **values: Any) -> Callable[[Certificate], None]:
    return lambda certificate: certificate["acts"][place]["payload"].update(values)


def meeting_in(**values: Any) -> Callable[[Certificate], None]:
    return lambda certificate: certificate["acts"][RESOLVE]["payload"]["meeting"].update(values)


LIES: list[tuple[Callable[[Certificate], object], str]] = [
    (without_review, "step_not_allowed"),
    (nine_of_fifteen, "quorum_forged"),
    (lower_quorum, "rule_broken"),
    (change_result, "result_forged"),
    (other_meeting, "meeting_of_another_rule"),
    (too_few_women, "judged_otherwise"),
    (meeting_in(women_share=[1, 5, False], women_representatives=4), "judged_otherwise"),
    (meeting_in(yes=6), "result_forged"),
    (meeting_in(yes=6, majority=[1, 3, True]), "rule_broken"),
    (meeting_in(yes=6, majority=[1, 2, False]), "rule_broken"),
    (meeting_in(yes=15), "meeting_malformed"),
    (meeting_in(no=-1), "meeting_malformed"),
    (meeting_in(present=True), "meeting_malformed"),
    (meeting_in(majority_of="nobody"), "meeting_malformed"),
    (meeting_in(rule="village_elders"), "meeting_of_another_rule"),
    (meeting_in(on="2026-03-23"), "meeting_later_than_act"),
    (meeting_in(on="2016-03-01"), "rule_broken"),
    (meeting_in(on="gestern"), "meeting_malformed"),
    (lambda c: c["acts"][RESOLVE]["payload"].pop("meeting"), "meeting_missing"),
    (lambda c: c["acts"].pop(), "unfinished"),
    (lambda c: c["acts"].pop(0), "not_opened"),
    (lambda c: c["acts"][RESOLVE]["payload"].pop("step"), "step_unnamed"),
    (lambda c: c["acts"].append(deepcopy(c["acts"][0])), "opened_twice"),
    (set_in(6, step="skip"), "step_unknown"),
    (set_in(6, state="done"), "state_differs"),
    (set_in(6, step="finish", state="done"), "kind_differs"),
    (set_in(0, table="0" * 64), "table_exchanged"),
    (set_in(0, number="500103-260302-00128"), "matter_differs"),
    (set_in(0, generated=False), "generated_differs"),
    (lambda c: c["procedure"]["steps"].pop(1), "table_exchanged"),
    (lambda c: c["procedure"]["steps"][2].update(meeting=None), "table_exchanged"),
]


@pytest.mark.parametrize(("lie", "code"), LIES, ids=[f"{n}-{code}" for n, (_lie, code) in enumerate(LIES)])
def test_a_platform_that_lies_in_its_own_log_is_refused_by_both(
    good: Certificate, agreed: Callable[..., Report], lie: Callable[[Certificate], object], code: str
) -> None:
    """All hashes fit, the log is genuine and signed with the key that everybody knows."""
    assert code in codes(agreed(forged(good, lie, world.LOG), world.LOG.vkey))


def test_nothing_else_is_said_of_a_meeting_with_too_few(
    good: Certificate, agreed: Callable[..., Report]
) -> None:
    [finding] = agreed(forged(good, nine_of_fifteen, world.LOG), world.LOG.vkey).findings
    assert (finding.code, dict(finding.values)) == ("quorum_forged", {"seq": 6, "present": 9, "members": 15})


def test_a_stricter_rule_of_their_own_is_no_lie(good: Certificate, agreed: Callable[..., Report]) -> None:
    stricter = meeting_in(quorum=[3, 4, False], majority=[2, 3, False])
    assert agreed(forged(good, stricter, world.LOG), world.LOG.vkey).ok


def test_a_stray_signature_is_refused_by_both(good: Certificate, agreed: Callable[..., Report]) -> None:
    good["log"]["checkpoint"] = world.cosign(
        good["log"]["checkpoint"], world.key("stranger.example", 5), at=1
    )
    assert codes(agreed(good)) == ["signature_stray"]


@pytest.mark.parametrize("at", [-(10**20), -1, 10**16, 10**17, 10**30])
def test_a_moment_that_no_calendar_has_is_refused_and_nothing_breaks(
    good: Certificate, agreed: Callable[..., Report], at: int
) -> None:
    for act in good["acts"]:
        act["at"] = at
    agreed(good)
    agreed(world.logged(world.rehashed(good), world.LOG))
