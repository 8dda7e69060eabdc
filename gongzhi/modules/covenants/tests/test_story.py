"""The way of a covenant: drafted, heard, reviewed, voted on, filed, published, in force, followed by the next."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.models import Objection, Publication
from gongzhi.kernel.publications.services import decide
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.record.services import deliver
from gongzhi.modules.covenants.factories import ROWS, VILLAGE, World, reload
from gongzhi.modules.covenants.models import Covenant
from gongzhi.modules.covenants.selectors import full_text, listed
from gongzhi.modules.covenants.services import Row, Said, order_correction
from gongzhi.modules.covenants.services.demonstrating import DAY, Story
from gongzhi.modules.covenants.vocabulary import State


def test_a_covenant_goes_its_whole_way_and_holds_from_the_day_after_its_publication(world: World) -> None:
    story = world.in_force()
    covenant = story.covenant
    notice = Publication.objects.get(matter=covenant.pk)
    assert story.matter.state == State.IN_FORCE
    assert covenant.version == 1
    assert covenant.adopted_by is not None
    assert covenant.adopted_by.passed
    assert covenant.in_force_from == timezone.localdate(notice.stands_until) + DAY
    assert (notice.stands_until - notice.published_at).days >= 14
    assert notice.text == full_text(covenant)
    assert notice.law == "《村民委员会组织法》第三十五条"
    assert verify()[2] is None


def test_it_is_not_in_force_a_day_earlier(world: World) -> None:
    covenant = world.in_force().covenant
    assert covenant.in_force_from is not None
    assert not covenant.holds(covenant.in_force_from - DAY)
    assert covenant.holds(covenant.in_force_from)


def test_a_covenant_that_names_a_later_day_holds_from_that_day(world: World) -> None:
    story = world.story(rows=())
    later = (world.at + timedelta(days=200)).date()
    story.write("", ROWS, effective_on=later)
    finish(story, world)
    assert reload(story.covenant).in_force_from == later


def finish(story: Story, world: World, **vote: int) -> None:
    """Walk from a written draft to the end."""
    story.hear([Said(household="1组1号", stance="for")])
    story.review()
    story.vote(**vote)
    if story.matter.state == State.ADOPTED:
        story.publish()
        story.come_into_force()


def test_the_record_says_how_many_households_were_heard(world: World) -> None:
    story = world.heard()
    counted = Entry.objects.get(stream=story.covenant.pk, kind="covenants.counted")
    assert (counted.payload["heard"], counted.payload["households"]) == (2, 386)


def test_what_the_meeting_rejects_goes_back_and_never_holds(world: World) -> None:
    story = world.ready()
    story.vote(yes=100, no=160)
    assert story.matter.state == State.REVISING
    covenant = reload(story.covenant)
    assert (covenant.adopted_by, covenant.in_force_from) == (None, None)
    assert not covenant.holds((story.now + 1000 * DAY).date())


def test_a_meeting_of_too_few_households_decides_nothing(world: World) -> None:
    story = world.ready()
    story.vote(present=257, yes=257, no=0)
    assert story.matter.state == State.READY
    assert (
        Entry.objects.get(kind="matters.meeting_invalid").payload["law"] == "《村民委员会组织法》第二十六条"
    )


@pytest.mark.parametrize("step", ["assembly", "file", "publish_text", "close_text"])
def test_nobody_brings_an_unvoted_covenant_into_force(world: World, step: str) -> None:
    story = world.ready()
    everybody = [
        Actor(account="x", grants=tuple(Grant(role, "50") for role in Role)),
        world.clerk,
        world.township,
    ]
    for who in everybody:
        with pytest.raises(Refused):
            act(matter_id=story.covenant.pk, step=step, values={"note": ""}, actor=who, at=story.now)
    assert story.matter.state == State.READY


def test_the_database_too_refuses_a_covenant_in_force_that_no_meeting_adopted(world: World) -> None:
    covenant = world.ready().covenant
    with pytest.raises(IntegrityError), transaction.atomic():
        Covenant.objects.filter(pk=covenant.pk).update(in_force_from=world.at.date())


def test_the_next_version_supersedes_on_its_day_and_not_before(world: World) -> None:
    story = world.in_force()
    first = story.covenant
    story.amend("收紧办酒")
    assert [c.text for c in story.covenant.clauses.order_by("number")] == [r.text for r in ROWS]
    story.write("", (Row(theme="banquets", text="红事只办婚嫁，白事只办丧葬，不超过十桌。"), *ROWS[1:]))
    finish(story, world)
    second, first = reload(story.covenant), reload(first)
    assert (first.version, second.version) == (1, 2)
    assert first.in_force_until == second.in_force_from
    day = second.in_force_from
    assert day is not None
    for on, holds in ((day - DAY, first), (day, second)):
        assert list(listed(VILLAGE, words="", state="in_force", on=on)) == [holds]


def test_a_repeal_takes_the_same_way_and_ends_the_covenant(world: World) -> None:
    story = world.in_force()
    first = story.covenant
    story.amend("村已撤并", repeal=True)
    finish(story, world)
    first = reload(first)
    assert first.in_force_until is not None
    assert not first.holds(first.in_force_until)
    assert reload(story.covenant).in_force_from is None
    assert "废止" in Publication.objects.get(matter=story.covenant.pk).text


def test_two_amendments_are_not_made_at_once(world: World) -> None:
    story = world.in_force()
    first = story.covenant
    story.amend("收紧办酒")
    story.covenant = first
    with pytest.raises(Refused, match="已经有一份修改稿在办"):
        story.amend("再改一改")


def test_one_covenant_is_not_drafted_twice_at_once(world: World) -> None:
    world.story()
    with pytest.raises(Refused, match="已经在起草"):
        world.story()


def test_a_late_filing_turns_red_and_the_township_is_told_to_see_to_it(world: World) -> None:
    story = world.ready()
    story.vote()
    story.wait(13)
    matter = story.matter
    assert matter.state == State.ADOPTED
    assert matter.overdue
    assert matter.tasks.get(purpose="supervise").body.code == VILLAGE[:9]


def test_the_township_sends_a_draft_back_with_its_reason(world: World) -> None:
    story = world.heard()
    story.take("discuss", opinion="同意")
    story.take("submit")
    assert story.matter.responsible.code == VILLAGE[:9]
    with pytest.raises(Refused):
        story.take("approve")
    story.take("return", by=world.township, reason="第二条说得不清楚")
    assert (story.matter.state, story.matter.responsible.code) == (State.REVISING, VILLAGE)
    with pytest.raises(Refused, match="党组织"):
        story.take("submit")


def test_the_township_orders_a_correction_before_it_is_in_force(world: World) -> None:
    story = world.ready()
    story.vote()
    story.publish()
    story.take("order", by=world.township, reason="第一条侵犯财产权利")
    covenant = reload(story.covenant)
    assert story.matter.state == State.REVISING
    assert (covenant.adopted_by, covenant.filed_at) == (None, None)
    story.come_into_force()
    assert story.covenant.in_force_from is None


def test_an_order_against_a_covenant_in_force_opens_its_next_version(world: World) -> None:
    story = world.in_force()
    draft = order_correction(
        covenant=story.covenant, reason="第一条侵犯财产权利", actor=world.township, at=story.now
    )
    assert (draft.supersedes_id, draft.matter.state) == (story.covenant.pk, State.DRAFTING)
    assert reload(story.covenant).ordered == "第一条侵犯财产权利"
    for who in (world.clerk, world.villager):
        with pytest.raises(Refused):
            order_correction(covenant=story.covenant, reason="改", actor=who, at=story.now)


def test_an_objection_stops_the_publication_and_an_upheld_one_sends_the_text_back(world: World) -> None:
    story = world.ready()
    story.vote()
    story.publish()
    story.take("object_text", by=world.villager, objection="第一条没有经过大家讨论", named=False)
    assert story.matter.state == State.CONTESTED
    story.wait(40)
    assert story.matter.state == State.CONTESTED
    decide(objection=Objection.objects.get(), upheld=True, reasons="查实", actor=world.clerk, at=story.now)
    story.take("rewrite", reason="第一条重写")
    assert story.matter.state == State.REVISING
    assert reload(story.covenant).adopted_by is None


def test_a_dismissed_objection_lets_the_rest_of_the_term_run(world: World) -> None:
    story = world.ready()
    story.vote()
    story.publish()
    story.wait(5)
    story.take("object_text", by=world.villager, objection="我不同意", named=False)
    story.wait(3)
    decide(
        objection=Objection.objects.get(), upheld=False, reasons="会议合法", actor=world.clerk, at=story.now
    )
    assert story.matter.state == State.SHOWING
    assert story.come_into_force().in_force_from is not None


def test_whoever_gave_an_opinion_is_told_that_it_was_adopted(world: World) -> None:
    story = world.story()
    story.hear([], [(world.villager, Said(household="1组9号", stance="for"))])
    story.review()
    story.vote()
    deliver(at=story.now, most=1000)
    told = [m.text for r in story.matter.reporters.all() for m in r.messages.all()]
    assert any("会议表决通过" in text for text in told)
