from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongzhi.lib.canonical import canonical
from gongzhi.lib.majority import (
    REQUESTS,
    RULES,
    Composition,
    Count,
    Judgement,
    Of,
    OwnersItem,
    Share,
    asked,
    judge,
    judge_owners,
    needed,
    stricter,
)

LAST_OLD, FIRST_NEW = date(2025, 12, 31), date(2026, 1, 1)
A_DAY = date(2026, 11, 24)
VOTERS = "village_assembly_voters"
REPRESENTATIVES = "village_representatives"


def in_force(rule: str, on: date) -> bool:
    try:
        RULES[rule].on(on)
    except LookupError:
        return False
    return True


@st.composite
def shares(draw: st.DrawFn) -> Share:
    under = draw(st.integers(1, 12))
    over = draw(st.integers(1, under))
    return Share(over, under, draw(st.booleans()) and over < under)


@st.composite
def counts(draw: st.DrawFn, most: int = 60) -> Count:
    members = draw(st.integers(0, most))
    present = draw(st.integers(0, members))
    yes = draw(st.integers(0, present))
    no = draw(st.integers(0, present - yes))
    return Count(
        members=members,
        present=present,
        yes=yes,
        no=no,
        abstain=draw(st.integers(0, present - yes - no)),
    )


cases = st.tuples(st.sampled_from(sorted(RULES)), st.sampled_from([LAST_OLD, FIRST_NEW])).filter(
    lambda case: in_force(*case)
)


def codes(judged: Judgement) -> list[str]:
    return [finding.code for finding in judged.findings]


@given(shares(), st.integers(0, 400), st.integers(0, 400))
def test_a_share_is_met_exactly_as_fractions_have_it(share: Share, part: int, whole: int) -> None:
    assume(0 < part <= whole)
    found, asked_for = Fraction(part, whole), Fraction(share.over, share.under)
    assert share.met(part, whole) is (found > asked_for if share.strict else found >= asked_for)


@given(shares(), st.integers(0, 400))
def test_what_is_needed_is_enough_and_one_less_is_not(share: Share, whole: int) -> None:
    least = needed(share, whole)
    assert share.met(least, whole)
    assert not share.met(least - 1, whole)
    assert not whole or least <= whole


@given(shares(), shares(), st.integers(1, 200), st.integers(0, 200))
def test_a_stricter_share_is_never_met_where_the_laxer_is_not(
    one: Share, other: Share, whole: int, part: int
) -> None:
    if one.covers(other) and one.met(part, whole):
        assert other.met(part, whole)
    assert one.covers(other) or other.covers(one)


@given(cases, counts())
def test_nothing_is_passed_that_is_not_valid(case: tuple[str, date], count: Count) -> None:
    judged = judge(case[0], on=case[1], count=count)
    assert judged.valid or not judged.passed
    assert judged.numbers["valid"] is judged.valid
    assert judged.numbers["passed"] is judged.passed


@given(cases, counts())
def test_one_more_in_favour_never_makes_a_passed_motion_fail(case: tuple[str, date], count: Count) -> None:
    assume(count.yes + count.no + count.abstain < count.present)
    votes = {"no": count.no, "abstain": count.abstain}
    more = Count(members=count.members, present=count.present, yes=count.yes + 1, **votes)
    if judge(case[0], on=case[1], count=count).passed:
        assert judge(case[0], on=case[1], count=more).passed


@given(cases, counts())
def test_a_vote_that_turns_to_favour_never_makes_a_passed_motion_fail(
    case: tuple[str, date], count: Count
) -> None:
    assume(count.no)
    turned = Count(
        members=count.members,
        present=count.present,
        yes=count.yes + 1,
        no=count.no - 1,
        abstain=count.abstain,
    )
    if judge(case[0], on=case[1], count=count).passed:
        assert judge(case[0], on=case[1], count=turned).passed


@given(cases, counts())
def test_one_more_present_never_makes_a_valid_meeting_invalid(case: tuple[str, date], count: Count) -> None:
    assume(count.present < count.members)
    more = Count(members=count.members, present=count.present + 1, yes=count.yes, no=count.no)
    if judge(case[0], on=case[1], count=count).valid:
        assert judge(case[0], on=case[1], count=more).valid


@given(cases, counts(), shares(), shares())
def test_a_stricter_rule_never_accepts_what_the_law_refuses(
    case: tuple[str, date], count: Count, quorum: Share, majority: Share
) -> None:
    try:
        rule = stricter(case[0], quorum=quorum, majority=majority)
    except ValueError:
        return
    law, ours = judge(case[0], on=case[1], count=count), judge(rule, on=case[1], count=count)
    assert law.valid or not ours.valid
    assert law.passed or not ours.passed


@given(cases, counts())
def test_the_numbers_of_a_judgement_are_enough_to_judge_again(case: tuple[str, date], count: Count) -> None:
    judged = judge(case[0], on=case[1], count=count)
    numbers = judged.numbers
    assert canonical(dict(numbers))
    valid = bool(count.members and count.present)
    if numbers["quorum"]:
        valid = valid and Share(*numbers["quorum"]).met(numbers["present"], numbers["members"])
    passed = valid
    if numbers["majority"]:
        passed = valid and Share(*numbers["majority"]).met(numbers["yes"], numbers[numbers["majority_of"]])
    assert (valid, passed) == (judged.valid, judged.passed)


def test_every_rule_cites_an_article_that_is_in_force_from_its_day() -> None:
    for rule in (*RULES.values(), *REQUESTS.values()):
        for since, version in rule.versions:
            parts = (version.quorum, version.majority, version.representatives, version.women, version.notice)
            laws = [part.law for part in parts if part]
            assert laws, rule.key
            assert [law for law in laws if not law.in_force(since)] == [], rule.key


def test_every_finding_of_a_quorum_or_majority_cites_its_article() -> None:
    for key in RULES:
        if in_force(key, A_DAY):
            judged = judge(key, on=A_DAY, count=Count(members=9, present=9, yes=9))
            assert all(finding.cite and finding.cite.in_force(A_DAY) for finding in judged.findings), key


def test_keys_that_stand_instead_exist() -> None:
    for rules in (RULES, REQUESTS):
        assert [key for rule in rules.values() for key in rule.instead if key not in rules] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"members": 5, "present": 6},
        {"members": 5, "present": 4, "yes": 3, "no": 2},
        {"members": -1, "present": -1},
        {"members": 5, "present": 5, "yes": -1},
    ],
)
def test_counts_that_cannot_be_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"zero|present"):
        Count(**wrong)


def test_a_composition_of_more_women_than_representatives_is_refused() -> None:
    with pytest.raises(ValueError, match="women"):
        Composition(members=15, representatives=4, women_representatives=5)


def test_a_composition_of_other_members_than_were_counted_is_refused() -> None:
    with pytest.raises(ValueError, match="composed of 14"):
        judge(
            REPRESENTATIVES,
            on=A_DAY,
            count=Count(members=15, present=15),
            composition=Composition(members=14),
        )


@pytest.mark.parametrize(("over", "under", "strict"), [(0, 2, False), (3, 2, False), (2, 2, True)])
def test_shares_that_nothing_or_everything_meets_are_refused(over: int, under: int, strict: bool) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share(over, under, strict)


def test_a_meeting_of_nobody_is_not_valid() -> None:
    judged = judge(VOTERS, on=A_DAY, count=Count(members=0, present=0))
    assert not judged.valid
    assert codes(judged)[0] == "no_members"


def test_what_is_not_said_about_notice_or_composition_is_told_as_not_judged() -> None:
    everybody = Count(members=15, present=15, yes=15)
    assert "notice_unknown" in codes(judge(VOTERS, on=A_DAY, count=everybody))
    assert "composition_unknown" in codes(judge(REPRESENTATIVES, on=A_DAY, count=everybody))


def test_a_meeting_cannot_be_told_of_after_it_was_held() -> None:
    with pytest.raises(ValueError, match="told on"):
        judge(VOTERS, on=A_DAY, count=Count(members=1, present=1), noticed_on=date(2026, 11, 25))


def test_a_rule_that_the_law_of_that_day_does_not_have_names_what_stands_instead() -> None:
    one = Count(members=1, present=1)
    with pytest.raises(LookupError, match="residents_assembly_representatives stands instead"):
        judge("residents_representatives", on=LAST_OLD, count=one)
    with pytest.raises(LookupError, match="residents_representatives stands instead"):
        judge("residents_assembly_representatives", on=FIRST_NEW, count=one)
    with pytest.raises(LookupError, match="nothing stands instead"):
        judge("election_valid_voters", on=LAST_OLD, count=one)


def test_a_charter_may_ask_for_more_than_the_law_but_not_for_less() -> None:
    rule = stricter(
        VOTERS, quorum=Share(2, 3, False), majority=Share(2, 3, False), of=Of.MEMBERS, notice_days=15
    )
    ten_days = judge(rule, on=A_DAY, count=Count(members=9, present=9, yes=9), noticed_on=date(2026, 11, 14))
    assert codes(ten_days) == ["quorum_met", "notice_too_short"]
    assert not judge(rule, on=A_DAY, count=Count(members=9, present=9, yes=5)).passed
    with pytest.raises(ValueError, match="laxer"):
        stricter(VOTERS, quorum=Share(1, 2, False))
    with pytest.raises(ValueError, match="laxer"):
        stricter("committee", of=Of.PRESENT)
    with pytest.raises(ValueError, match="less than 10"):
        stricter(VOTERS, notice_days=9)
    with pytest.raises(ValueError, match="laxer"):
        stricter(REPRESENTATIVES, majority=Share(1, 3, False))


def test_a_city_may_ask_for_notice_where_the_law_asks_for_none() -> None:
    rule = stricter(REPRESENTATIVES, notice_days=3)
    late = judge(rule, on=A_DAY, count=Count(members=3, present=3, yes=3), noticed_on=date(2026, 11, 22))
    assert not late.valid


def test_owners_decide_by_area_and_by_heads_and_either_may_fail() -> None:
    area = Count(members=90_000, present=60_000, yes=45_000)
    heads = Count(members=9, present=6, yes=4)
    common = judge_owners(OwnersItem.COMMON_PARTS, on=A_DAY, area=area, persons=heads)
    assert common.valid
    assert not common.passed
    assert codes(common)[-1] == "persons_majority_missing"
    assert judge_owners(OwnersItem.MANAGER, on=A_DAY, area=area, persons=heads).passed


def test_owners_who_are_told_too_late_decide_nothing() -> None:
    everybody = Count(members=9, present=9, yes=9)
    late = judge_owners(
        OwnersItem.MANAGER, on=A_DAY, area=everybody, persons=everybody, noticed_on=date(2026, 11, 10)
    )
    assert not late.valid
    assert codes(late).count("notice_too_short") == 1
    assert canonical(dict(late.numbers))


def test_a_request_needs_its_share_of_those_entitled() -> None:
    by_tenth = asked("residents_assembly_by_residents", on=FIRST_NEW, entitled=1001, asking=100)
    assert codes(by_tenth) == ["request_missing"]
    assert by_tenth.findings[0].numbers == {"yes": 100, "of": 1001, "needed": 101}
    assert asked("residents_assembly_by_residents", on=FIRST_NEW, entitled=1000, asking=100).passed
    assert not asked("residents_assembly_by_residents", on=LAST_OLD, entitled=1000, asking=199).passed
