"""From the roll of owners to a decision in force, with its article."""

import pytest

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.owners.factories import DAY, NAMES, World
from gongzhi.modules.owners.services import Question

pytestmark = pytest.mark.django_db
YES, NO = [[1, 0]], [[0, 1]]


def everybody(world: World, poll: Poll, answers: list[list[int]]) -> None:
    for name in NAMES[:7]:
        world.vote(poll, name, answers)


def test_a_motion_that_enough_owners_vote_for_is_passed_with_its_article(world: World) -> None:
    world.seated()
    motion = world.motion()
    poll = world.polling(motion)
    everybody(world, poll, YES)
    world.finish(poll)
    motion.matter.refresh_from_db()
    item = motion.items.get()
    assert (motion.matter.state, item.passed) == ("decided", True)
    assert item.judgement["law"] == "《民法典》第二百七十八条"
    shown = motion.matter.publications.get(kind="owners.result")
    assert "通过。同意7人" in shown.text
    entry = Entry.objects.get(stream=motion.matter_id, kind="owners.published_result")
    assert entry.payload["verdicts"][0]["passed"] is True


def test_an_owner_of_two_flats_is_one_head_and_both_areas_count(world: World) -> None:
    world.seated()
    poll = world.polling(world.motion())
    voter = poll.voters.get(account=world.people[NAMES[0]])
    assert voter.weights == {"person": 1, "area": 9001 + 8850}
    assert voter.shown == "1栋1-1 90.01㎡、1栋1-2 88.50㎡"


def test_a_flat_owned_together_has_one_vote_through_one_of_its_owners(world: World) -> None:
    world.seated()
    poll = world.polling(world.motion())
    world.vote(poll, NAMES[6], YES)
    with pytest.raises(Refused, match="名册"):
        world.vote(poll, NAMES[7], YES)


def test_too_few_owners_decide_nothing(world: World) -> None:
    world.seated()
    motion = world.motion()
    poll = world.polling(motion)
    for name in NAMES[:3]:
        world.vote(poll, name, YES)
    world.finish(poll)
    item = motion.items.get()
    assert (item.passed, item.judgement["valid"]) == (False, False)
    assert "没有形成决定" in motion.matter.publications.get(kind="owners.result").text


def test_raising_the_fund_needs_three_quarters_and_another_item_of_the_same_poll_a_half(world: World) -> None:
    world.seated()
    motion = world.motion(
        Question(subject=5, title="使用资金", text="用"), Question(subject=6, title="续筹资金", text="筹")
    )
    poll = world.polling(motion)
    for n, name in enumerate(NAMES[:7]):
        world.vote(poll, name, [[1, 0], [1, 0] if n < 5 else [0, 1]])
    world.finish(poll)
    assert list(motion.items.order_by("number").values_list("passed", flat=True)) == [True, False]


def test_nobody_votes_before_fifteen_days_after_the_notice(world: World) -> None:
    world.seated()
    motion = world.motion()
    world.act(motion.matter, "notice", world.at, how="张贴")
    hours = {"opens_at": world.at + 14 * DAY, "closes_at": world.at + 20 * DAY, "secret": False}
    with pytest.raises(Refused, match="15日以前"):
        world.act(motion.matter, "prepare_owners", world.at + DAY, **hours)
