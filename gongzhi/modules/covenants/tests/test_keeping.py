"""How a covenant is kept: reports count once confirmed by somebody else, and nobody is shamed."""

from datetime import timedelta

import pytest

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.covenants.factories import World, reload
from gongzhi.modules.covenants.models import Deed
from gongzhi.modules.covenants.selectors import confirmed, kept, named
from gongzhi.modules.covenants.services import Noticed, Person, assess, charge, judge, report
from gongzhi.modules.covenants.services.demonstrating import DAY, Story


@pytest.fixture
def story(world: World) -> Story:
    told = world.in_force()
    told.wait(1)
    return told


def noticed(story: Story, who: object, conduct: str = "breach", **more: object) -> Deed:
    day = story.now.date()
    seen = Noticed(clause=1, conduct=conduct, text="乔迁办了酒", happened_on=day, **more)  # type: ignore[arg-type]
    return report(covenant=story.covenant, given=seen, actor=who, at=story.now)  # type: ignore[arg-type]


def settle(deed: Deed, who: object, story: Story, confirmed: bool = True) -> Deed:
    return judge(deed=deed, confirmed=confirmed, reason="问过", actor=who, at=story.now)  # type: ignore[arg-type]


def test_a_report_counts_only_once_confirmed(story: Story, world: World) -> None:
    deed = noticed(story, world.villager)
    assert kept(story.covenant, 2026)[0].breaches == 0
    settle(deed, world.seated("supervisor"), story)
    assert kept(story.covenant, 2026)[0].breaches == 1
    assert kept(story.covenant, 2025)[0].breaches == 0


def test_a_dismissed_report_is_not_shown(story: Story, world: World) -> None:
    settle(noticed(story, world.villager), world.clerk, story, confirmed=False)
    assert not confirmed(story.covenant).exists()


def test_nobody_confirms_what_they_reported_themselves(story: Story, world: World) -> None:
    deed = noticed(story, world.clerk)
    with pytest.raises(Refused, match="自己报告"):
        settle(deed, world.clerk, story)


def test_neither_a_villager_nor_a_representative_confirms(story: Story, world: World) -> None:
    deed = noticed(story, world.neighbour)
    for who in (world.villager, world.seated("rep02")):
        with pytest.raises(Refused):
            settle(deed, who, story)


def test_what_was_judged_is_judged_once(story: Story, world: World) -> None:
    deed = noticed(story, world.villager)
    settle(deed, world.clerk, story)
    with pytest.raises(Refused, match="已经核实"):
        settle(deed, world.seated("supervisor"), story, confirmed=False)


@pytest.mark.parametrize(
    ("conduct", "consent", "shown"),
    [("praise", True, "李四"), ("praise", False, ""), ("breach", True, ""), ("breach", False, "")],
)
def test_a_name_is_public_only_for_praise_and_with_consent(
    story: Story, world: World, conduct: str, consent: bool, shown: str
) -> None:
    deed = noticed(story, world.villager, conduct, person=Person(name="李四", consent=consent))
    assert named(settle(deed, world.clerk, story)) == shown


def test_the_record_keeps_the_person_as_erasable_and_the_reporter_not_at_all(
    story: Story, world: World
) -> None:
    noticed(story, world.villager, person=Person(name="李四"))
    entry = Entry.objects.get(kind="covenants.conduct_reported")
    assert "#" in entry.payload["person"]
    assert "#" in entry.payload["what"]
    assert entry.actor["account"] == ""


def test_a_draft_is_not_kept_and_the_future_has_not_happened(story: Story, world: World) -> None:
    seen = Noticed(clause=1, conduct="praise", text="好", happened_on=story.now.date() + DAY)
    with pytest.raises(Refused, match="晚于今天"):
        report(covenant=story.covenant, given=seen, actor=world.villager, at=story.now)
    story.amend("修改")
    with pytest.raises(Refused, match="施行期"):
        noticed(story, world.villager)


def test_the_committee_names_who_sees_to_it_and_the_next_version_keeps_them(
    story: Story, world: World
) -> None:
    charge(
        covenant=story.covenant, keeper="冉光明", keeps="每月走访", actor=world.seated("deputy"), at=story.now
    )
    with pytest.raises(Refused):
        charge(covenant=story.covenant, keeper="我", keeps="", actor=world.villager, at=story.now)
    story.amend("修改")
    assert reload(story.covenant).keeper == "冉光明"


def test_a_years_assessment_counts_what_was_confirmed_and_is_published_once(
    story: Story, world: World
) -> None:
    settle(noticed(story, world.villager), world.clerk, story)
    settle(noticed(story, world.villager, "praise"), world.clerk, story)
    noticed(story, world.villager)
    made = assess(
        covenant=story.covenant, year=2026, text="总的不错", actor=world.seated("supervisor"), at=story.now
    )
    assert (made.praises, made.breaches) == (1, 1)
    notice = Publication.objects.get(kind="covenants.assessment")
    assert made.publication == notice
    assert notice.stands_until - notice.published_at >= timedelta(days=15)
    for year in (2026, 2027):
        with pytest.raises(Refused):
            assess(covenant=story.covenant, year=year, text="再来", actor=world.clerk, at=story.now)
