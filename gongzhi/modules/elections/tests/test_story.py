"""An election from the assembly that chooses its committee to the handover."""

from datetime import date

import pytest

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import verify
from gongzhi.modules.elections import services
from gongzhi.modules.elections.factories import DAY, Way, World
from gongzhi.modules.elections.selectors.roll import voters_of
from gongzhi.modules.elections.services.polling import put_to_vote
from gongzhi.modules.elections.vocabulary import Sort, Stage, State

BOTH = [[1, 0], [1, 1, 0]]


def elected(way: Way) -> dict[str, str]:
    return {c.name: c.office for c in way.election.candidates.filter(stage=Stage.ELECTED)}


def test_a_village_elects_and_seats_are_filled_from_the_result(world: World) -> None:
    way = world.begin()
    way.ready()
    way.vote(*[BOTH] * 12)
    way.take("declare")
    assert elected(way) == {"v01": "chair", "v03": "member", "v04": "member"}
    today = world.now.date()
    held = Seat.objects.filter(post__organisation=world.body, since=today)
    assert {(s.holder, s.post.title) for s in held} == {("v01", "主任"), ("v03", "委员"), ("v04", "委员")}
    assert {s.until for s in held} == {way.election.until}
    old = Seat.objects.filter(post__organisation=world.body, since__lt=today)
    assert {s.until for s in old} == {today}
    said = Entry.objects.get(stream=way.key, kind="elections.declared").payload
    assert (said["roll"], said["returned"], said["judged_by"]) == (20, 12, "《村民委员会组织法》第十八条")
    assert way.matter.publications.filter(kind="elections.result", text__contains="v01").exists()


def test_nothing_is_handed_over_before_both_sides_ticked_and_the_township_has_the_result(
    world: World,
) -> None:
    way = world.begin()
    way.ready()
    way.vote(*[BOTH] * 12)
    way.take("declare")
    item = services.add_item(matter_id=way.key, kind="seal", what="公章一枚", **way.who())
    with pytest.raises(Refused, match="备案"):
        way.take("hand_over", overseen="")
    way.take("file", by=world.township, note="")
    with pytest.raises(Refused, match="1项没有双方确认"):
        way.take("hand_over", overseen="")
    services.give(item_id=item.pk, **way.who())
    with pytest.raises(Refused, match="新一届"):
        services.take(item_id=item.pk, actor=world.voter(9), at=world.now)
    services.take(item_id=item.pk, actor=world.voter(1), at=world.now)
    way.take("hand_over", overseen="乡镇干部")
    assert way.matter.state == State.DONE
    assert verify()[2] is None


def test_seats_that_nobody_won_are_voted_on_again_by_the_runners_up(world: World) -> None:
    way = world.begin()
    way.ready()
    split = [[[1, 0], [1, 0, 0]]] * 6 + [[[1, 0], [0, 1, 0]]] * 3 + [[[1, 0], [0, 0, 1]]] * 3
    way.vote(*split)
    with pytest.raises(Refused, match="没有选满"):
        way.take("declare")
    with pytest.raises(Refused, match="有效"):
        way.take("vote_again")
    way.take("run_off")
    assert elected(way) == {"v01": "chair"}
    assert way.election.ballot["seats"] == {"member": 2}
    way.take("replan", day=world.now + 21 * DAY, reason="另行选举")
    way.vote(*[[[1, 1, 0]]] * 5, *[[[0, 0, 1]]] * 4)
    way.take("declare")
    assert elected(way) == {"v01": "chair", "v03": "member", "v04": "member"}
    assert {c.round for c in way.election.candidates.filter(stage=Stage.ELECTED)} == {1, 2}


def test_equal_votes_at_the_last_seat_are_voted_on_again_between_them(world: World) -> None:
    way = world.begin()
    way.ready()
    way.vote(*[[[1, 0], [1, 1, 0]]] * 6, *[[[1, 0], [0, 1, 1]]] * 6, *[[[1, 0], [1, 0, 1]]] * 6)
    with pytest.raises(Refused, match="票数相等"):
        way.take("declare")
    way.take("run_off")
    assert len(way.election.ballot["candidates"]["member"]) == 3


def test_an_election_in_which_half_voted_is_void_and_is_held_again(world: World) -> None:
    way = world.begin()
    way.ready()
    way.vote(*[BOTH] * 10)
    for step in ("declare", "run_off"):
        with pytest.raises(Refused, match="无效"):
            way.take(step)
    way.take("vote_again")
    assert elected(way) == {}
    assert not Seat.objects.filter(post__organisation=world.body, since=world.now.date()).exists()
    way.take("replan", day=world.now + 25 * DAY, reason="投票人数不足")
    way.vote(*[BOTH] * 11)
    way.take("declare")
    assert len(elected(way)) == 3


def test_a_by_election_fills_the_empty_seat_to_the_end_of_the_term(world: World) -> None:
    held = Seat.objects.get(post__organisation=world.body, post__title="委员")
    with pytest.raises(Refused, match="没有空缺"):
        world.begin(Sort.VACANCY)
    held.until = world.now.date()
    held.save()
    way = world.begin(Sort.VACANCY)
    way.form()
    way.plan(chair=0, others=0)
    way.register()
    way.show_roll()
    way.nominate(3)
    way.nominate(4)
    way.review()
    way.announce()
    way.vote(*[[[1, 0]]] * 11)
    way.take("declare")
    assert elected(way) == {"v03": "member"}
    # the committee's seats began on 15 January 2025: five years, whose last day is that day in 2030
    assert Seat.objects.get(holder="v03").until.isoformat() == "2030-01-16"
    assert Seat.objects.filter(post__organisation=world.body, post__title="主任", until=None).exists()


def test_the_number_on_the_published_roll_is_the_one_at_the_poll(world: World) -> None:
    way = world.begin()
    way.form()
    way.plan()
    child = services.Registrant(name="小孩", born=date(2015, 1, 1), lives_since=date(2015, 1, 1))
    services.enter(matter_id=way.key, people=[child], actor=world.clerk, at=world.now)
    way.register()
    way.show_roll()
    given = {"opens_at": world.now, "closes_at": world.now + DAY}
    election = way.election
    election.voting_on = world.now.date()
    election.ballot = {"number": 1, "seats": {}, "candidates": {}}
    voters = put_to_vote(election, given, at=world.now).voters
    published = {e.name: e.number for e in voters_of(election)}
    assert {v.name: v.number for v in voters} == published
    assert published["v01"] == 2
