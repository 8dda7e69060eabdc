"""Who elects: all voters, one for each household, representatives; the law before 2026; steps that nobody skips."""

from datetime import datetime

import pytest
from django.utils import timezone

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.elections import services
from gongzhi.modules.elections.factories import COMMUNITY, DAY, Way, World
from gongzhi.modules.elections.vocabulary import Stage, State

FIVE = [[1, 0], [1, 1, 1, 1, 0]]
BOTH = [[1, 0], [1, 1, 0]]


def elect(world: World, way: str, papers: int) -> Way:
    told = world.begin()
    told.form()
    told.plan(way=way, others=4)
    told.register()
    told.show_roll()
    for number, office in ((1, "chair"), (2, "chair"), *((n, "member") for n in range(3, 8))):
        told.nominate(number, office, woman=number % 2 == 0)
    told.review()
    told.announce()
    told.vote(*[FIVE] * papers)
    return told


@pytest.mark.parametrize(("way", "enough"), [("voters", 11), ("households", 11), ("representatives", 14)])
def test_residents_elect_in_three_ways(community: World, way: str, enough: int) -> None:
    told = elect(community, way, enough)
    told.take("declare")
    assert told.election.candidates.filter(stage=Stage.ELECTED).count() == 5
    said = Entry.objects.get(stream=told.key, kind="elections.declared").payload
    assert said["judged_by"] == "《城市居民委员会组织法》第十九条"


def test_two_thirds_of_the_representatives_are_not_more_than_two_thirds(community: World) -> None:
    told = elect(community, "representatives", 13)
    with pytest.raises(Refused, match="选举无效"):
        told.take("declare")


def test_a_village_is_not_elected_by_households(world: World) -> None:
    told = world.begin()
    told.form()
    with pytest.raises(Refused, match="没有规定这种选举方式"):
        told.plan(way="households")


def test_before_2026_a_village_elects_by_the_law_of_2018(db: None) -> None:
    world = World(at=datetime(2025, 3, 3, 9, 0, tzinfo=timezone.get_fixed_timezone(480)))
    told = world.begin()
    told.ready()
    assert told.matter.procedure == "elections.village_2018"
    told.vote(*[BOTH] * 11)
    told.take("declare")
    said = Entry.objects.get(stream=told.key, kind="elections.declared").payload
    assert said["judged_by"] == "《村民委员会组织法（2018年修正）》第十五条"
    assert Seat.objects.filter(post__organisation=world.body, holder="v01").exists()


def test_before_2026_no_residents_election_is_judged(db: None) -> None:
    world = World(at=datetime(2025, 3, 3, 9, 0, tzinfo=timezone.get_fixed_timezone(480)), area=COMMUNITY)
    with pytest.raises(Refused, match="没有规定选举程序"):
        world.begin()


def test_the_size_of_the_committee_and_the_day_are_the_laws(world: World) -> None:
    told = world.begin()
    told.form()
    for size in (1, 8):
        with pytest.raises(Refused, match="由3至7人组成"):
            told.plan(others=size - 1 if size == 8 else 0, vice=0 if size == 1 else 1)
    with pytest.raises(Refused, match="二十日前"):
        told.plan(days=19)


def test_the_roll_is_published_twenty_days_before_or_the_day_is_moved(world: World) -> None:
    told = world.begin()
    told.form()
    told.plan(days=30)
    told.register()
    told.wait(11)
    with pytest.raises(Refused, match="二十日前"):
        told.take("publish_roll")
    told.take("replan", day=world.now + 21 * DAY, reason="登记晚了")
    told.take("publish_roll")
    assert told.matter.state == State.SHOWING_ROLL


@pytest.mark.parametrize("step", ["publish_candidates", "prepare_vote", "declare", "hand_over", "close_roll"])
def test_no_step_is_skipped(world: World, step: str) -> None:
    told = world.begin()
    told.form()
    told.plan()
    more = {"opens_at": world.now + DAY, "closes_at": world.now + 2 * DAY, "overseen": ""}
    with pytest.raises(Refused):
        told.take(step, **more)
    assert told.matter.state == State.REGISTERING


def test_only_the_election_committee_leads_once_it_is_there(world: World) -> None:
    told = world.begin()
    told.form()
    for actor in (world.clerk, world.township, world.voter(1)):
        with pytest.raises(Refused, match="只有选举委员会"):
            told.take(
                "plan",
                by=actor,
                day=world.now + 40 * DAY,
                way="voters",
                chair=1,
                vice=0,
                others=2,
                stations="村委会",
            )


def test_the_vote_waits_for_the_meeting_and_is_held_on_the_published_day(world: World) -> None:
    told = world.begin()
    told.form()
    told.plan()
    told.register()
    told.show_roll()
    told.slate()
    told.review()
    told.take("publish_candidates")
    hours = {"opens_at": world.now + 40 * DAY, "closes_at": world.now + 41 * DAY}
    with pytest.raises(Refused, match="见面"):
        told.take("prepare_vote", **hours)
    told.take("call_hustings", moment=world.now + DAY, place="村委会")
    with pytest.raises(Refused, match="还没有到时间"):
        told.take("hold_hustings", summary="没有开")
    told.wait(1)
    told.take("hold_hustings", summary="介绍了设想。")
    with pytest.raises(Refused, match="选举日公布的是"):
        told.take("prepare_vote", **hours)


def test_one_election_at_a_time(world: World) -> None:
    world.begin()
    with pytest.raises(Refused, match="正在进行"):
        world.begin()
    with pytest.raises(Refused, match="启动选举"):
        services.open_election(body=world.body, sort="term", actor=world.voter(1), at=world.now)
