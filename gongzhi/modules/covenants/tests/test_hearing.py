"""Opinions house by house: each person and each household counts once; nobody is named."""

import pytest

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.covenants.factories import World, reload
from gongzhi.modules.covenants.selectors import heard, households_heard
from gongzhi.modules.covenants.services import Said, enter_opinion, give_opinion
from gongzhi.modules.covenants.services.demonstrating import Story
from gongzhi.modules.covenants.services.hearing import door

FOR = Said(household="2组15号", stance="for")


@pytest.fixture
def hearing(world: World) -> Story:
    story = world.story()
    story.take("hear", households=120, how="三场院坝会")
    return story


def online(story: Story, who: object, said: Said = FOR) -> None:
    give_opinion(matter_id=story.covenant.pk, given=said, actor=who, at=story.now)  # type: ignore[arg-type]


def paper(story: Story, said: Said = FOR) -> None:
    enter_opinion(matter_id=story.covenant.pk, given=said, actor=story.clerk, at=story.now)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2组15号", "２组 15", True),
        ("2组15号", "2组15户", True),
        ("3号楼2单元501室", "3楼2单元501", True),
        ("2组15号", "21组5号", False),
        ("2-15", "21-5", False),
        ("A栋101", "a栋101", True),
    ],
)
def test_a_door_is_one_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert (door(one) == door(other)) is same


def test_a_household_is_entered_from_paper_once(hearing: Story) -> None:
    paper(hearing)
    with pytest.raises(Refused, match="一户只计一次"):
        paper(hearing, Said(household="２组 15", stance="change", text="改一改"))
    assert households_heard(hearing.covenant) == 1


def test_a_household_that_spoke_online_is_not_entered_from_paper_again(hearing: Story, world: World) -> None:
    online(hearing, world.villager)
    with pytest.raises(Refused, match="一户只计一次"):
        paper(hearing)


def test_two_people_of_one_household_are_two_opinions_of_one_household(hearing: Story, world: World) -> None:
    online(hearing, world.villager)
    online(hearing, world.neighbour, Said(household="2组15号", stance="against", text="不公平"))
    found = heard(reload(hearing.covenant))
    assert (found.households, found.of, found.share) == (1, 120, 0)
    assert [n for _label, n in found.stances] == [1, 0, 1]


def test_a_person_may_change_their_mind_and_counts_once(hearing: Story, world: World) -> None:
    online(hearing, world.villager)
    online(hearing, world.villager, Said(household="2组15号", stance="change", text="第一条改一改", clause=1))
    assert hearing.covenant.opinions.count() == 1
    assert heard(hearing.covenant).said == [("第1条", "建议修改", "第一条改一改")]


def test_the_record_keeps_the_door_and_the_words_as_erasable_and_no_account(
    hearing: Story, world: World
) -> None:
    online(hearing, world.villager, Said(household="2组15号", stance="change", text="改一改"))
    entry = Entry.objects.get(kind="covenants.opined")
    assert "#" in entry.payload["household"]
    assert "#" in entry.payload["opinion"]
    assert entry.actor["account"] == ""


@pytest.mark.parametrize(
    "said",
    [
        Said(household="号", stance="for"),
        Said(household="1组1号", stance="maybe"),
        Said(household="1组1号", stance="against"),
        Said(household="1组1号", stance="for", clause=99),
    ],
)
def test_what_cannot_be_counted_is_refused(hearing: Story, world: World, said: Said) -> None:
    with pytest.raises(Refused):
        online(hearing, world.villager, said)


def test_outside_the_hearing_nobody_is_counted(world: World) -> None:
    story = world.story()
    with pytest.raises(Refused):
        online(story, world.villager)
    with pytest.raises(Refused):
        paper(story)


def test_a_resident_does_not_enter_paper(hearing: Story, world: World) -> None:
    with pytest.raises(Refused):
        enter_opinion(matter_id=hearing.covenant.pk, given=FOR, actor=world.villager, at=hearing.now)


def test_a_hearing_in_which_nobody_was_heard_does_not_end(hearing: Story) -> None:
    with pytest.raises(Refused, match="没有听取任何一户"):
        hearing.take("close_hearing", summary="无")
