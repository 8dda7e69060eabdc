"""Posts have so many seats, each held in a term; the record says who sat when, and why they left."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.bodies.models import Organisation, Post
from gongzhi.kernel.bodies.selectors import bodies_in, seats_in, with_seats
from gongzhi.kernel.bodies.services import add_post, found_offices, register, seat, stream_of, unseat
from gongzhi.kernel.bodies.terms import Span, full_from
from gongzhi.kernel.people.services import register_account
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.selectors import timeline
from gongzhi.kernel.territory.services import load_areas

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
TOWNSHIP, COMMUNITY = "500103001", "500103001003"
BEGAN, ENDS = date(2024, 1, 15), date(2029, 1, 15)
by = {"at": AT, "actor": SYSTEM}

days = st.integers(0, 40).map(lambda n: date(2026, 1, 1) + timedelta(n))
spans = st.builds(
    lambda since, length: Span(since, since + timedelta(length) if length else None), days, st.integers(0, 9)
)


@pytest.fixture
def body(db: None) -> Organisation:
    load_areas(at=AT, under=TOWNSHIP)
    found_offices(at=AT.date())
    return Organisation.objects.get(code=COMMUNITY)


@pytest.fixture
def director(body: Organisation) -> Post:
    return add_post(organisation=body, title="主任", seats=1, **by)


@given(st.lists(spans, max_size=8), spans, st.integers(1, 4))
def test_a_post_is_full_on_the_first_day_on_which_all_its_seats_are_held(held, wanted, seats):
    every = (wanted.since + timedelta(n) for n in range(60))
    full = [d for d in every if wanted.holds(d) and sum(s.holds(d) for s in held) >= seats]
    assert full_from(held, wanted, seats=seats) == (full[0] if full else None)


@given(spans, spans)
def test_two_spans_meet_where_they_share_a_day(one, other):
    every = [date(2026, 1, 1) + timedelta(n) for n in range(60)]
    assert one.meets(other) == other.meets(one) == any(one.holds(d) and other.holds(d) for d in every)


def test_a_seat_is_free_again_on_the_day_a_term_ends(director):
    seat(post=director, holder="王芳", since=BEGAN, until=ENDS, **by)
    seat(post=director, holder="李强", since=ENDS, **by)
    with pytest.raises(ValueError, match="2028-01-01已由王芳任满"):
        seat(post=director, holder="赵敏", since=date(2028, 1, 1), until=date(2030, 1, 1), **by)
    assert director.held.count() == 2


def test_one_more_than_there_are_seats_is_refused_and_nobody_holds_two_of_one_post(body):
    members = add_post(organisation=body, title="委员", seats=2, **by)
    seat(post=members, holder="王芳", since=BEGAN, **by)
    with pytest.raises(ValueError, match="已经担任"):
        seat(post=members, holder="王芳", since=AT.date(), **by)
    seat(post=members, holder="李强", since=BEGAN, **by)
    with pytest.raises(ValueError, match="共2个席位"):
        seat(post=members, holder="赵敏", since=AT.date(), **by)


def test_two_accounts_of_one_name_are_two_people(body):
    members = add_post(organisation=body, title="委员", seats=3, **by)
    first, second = (register_account(username=name, name="王芳", **by) for name in ("wang1", "wang2"))
    seat(post=members, holder="王芳", account=first, since=BEGAN, **by)
    seat(post=members, holder="王芳", account=second, since=BEGAN, **by)
    with pytest.raises(ValueError, match="已经担任"):
        seat(post=members, holder="王芳", account=second, since=AT.date(), **by)


def test_a_term_that_ends_before_it_begins_is_refused(director):
    with pytest.raises(ValueError, match="截止日期应晚于"):
        seat(post=director, holder="王芳", since=ENDS, until=BEGAN, **by)


def test_leaving_is_recorded_with_its_reason_and_only_within_the_term(director):
    held = seat(post=director, holder="王芳", since=BEGAN, until=ENDS, **by)
    for on, why in ((ENDS, "已经结束"), (BEGAN, "应晚于这一天")):
        with pytest.raises(ValueError, match=why):
            unseat(seat=held, on=on, reason="辞职", **by)
    unseat(seat=held, on=AT.date(), reason="辞职", **by)
    held.refresh_from_db()
    assert held.until == AT.date()
    stream = stream_of(COMMUNITY)
    assert [line.sentence for line in timeline(stream, personal=True)] == [
        "设职务“主任”，1个席位",
        "王芳任主任，自2024-01-15起",
        "王芳自2026-03-02起不再任主任：辞职",
    ]
    assert "王芳" not in "".join(line.sentence for line in timeline(stream, personal=False))


def test_a_post_is_named_once(body, director):
    with pytest.raises(ValueError, match="已有职务"):
        add_post(organisation=body, title="主任", seats=2, **by)


def test_a_body_gets_the_next_code_of_its_kind_and_is_registered_once(body):
    asked = {"kind": "owners", "area": COMMUNITY, "since": BEGAN, **by}
    codes = [register(name=name, **asked).code for name in ("一号院业委会", "二号院业委会")]
    assert codes == [f"{COMMUNITY}:owners-1", f"{COMMUNITY}:owners-2"]
    with pytest.raises(ValueError, match="已经登记过"):
        register(name="一号院业委会", **asked)
    assert set(bodies_in(COMMUNITY, on=AT.date()).values_list("code", flat=True)) == {COMMUNITY, *codes}


def test_a_credit_code_is_checked_and_belongs_to_one_body(body):
    asked = {"kind": "property", "area": COMMUNITY, "since": BEGAN, **by}
    with pytest.raises(ValueError, match="校验位"):
        register(name="甲物业", credit="91110000100001342D", **asked)
    register(name="甲物业", credit="91110000100001342C", **asked)
    with pytest.raises(ValueError, match="登记在“甲物业”名下"):
        register(name="乙物业", credit="91110000100001342C", **asked)


def test_bodies_are_loaded_with_the_seats_of_the_day(director, django_assert_num_queries):
    seat(post=director, holder="王芳", since=BEGAN, until=AT.date(), **by)
    now = seat(post=director, holder="李强", since=AT.date(), **by)
    with django_assert_num_queries(3):
        found = with_seats(bodies_in(COMMUNITY, on=AT.date()), on=AT.date())
        assert [[s for p in b.posts.all() for s in p.now] for b in found] == [[now]]
    assert list(seats_in(TOWNSHIP, on=AT.date())) == [now]
    assert not seats_in("500103002", on=AT.date()).exists()
