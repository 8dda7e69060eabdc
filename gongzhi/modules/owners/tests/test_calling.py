"""Who may call the owners together, and what happens when nobody does; the first assembly; elections."""

import pytest
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.bodies.services import unseat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Message
from gongzhi.kernel.matters.services import tick
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.owners import services
from gongzhi.modules.owners.factories import DAY, HOUR, MEMBERS, NAMES, World
from gongzhi.modules.owners.services import Question

pytestmark = pytest.mark.django_db


def test_a_fifth_of_the_owners_makes_the_committee_call_the_meeting(world: World) -> None:
    world.seated()
    motion = world.motion(by=world.actor(NAMES[8]))
    assert motion.caller == "owners"
    with pytest.raises(Refused, match="20%"):
        world.act(motion.matter, "notice", world.at, how="张贴")
    world.act(motion.matter, "support", world.at, world.actor(NAMES[5]))
    with pytest.raises(Refused, match="已经联名"):
        world.act(motion.matter, "support", world.at, world.actor(NAMES[5]))
    world.act(motion.matter, "notice", world.at, how="张贴")
    motion.matter.refresh_from_db()
    assert motion.matter.state == "noticed"


def test_joint_owners_who_both_ask_are_one_head(world: World) -> None:
    world.seated()
    motion = world.motion(by=world.actor(NAMES[6]))
    world.act(motion.matter, "support", world.at, world.actor(NAMES[7]))
    with pytest.raises(Refused, match="联名的业主1名"):
        world.act(motion.matter, "notice", world.at, how="张贴")


def test_somebody_who_owns_nothing_here_neither_proposes_nor_joins(world: World) -> None:
    world.seated()
    motion = world.motion(by=world.actor(NAMES[8]))
    for take in (
        lambda: world.act(motion.matter, "support", world.at, world.clerk),
        lambda: world.motion(by=world.clerk),
    ):
        with pytest.raises(Refused, match="不在本小区的业主名册"):
            take()


def test_the_subdistrict_calls_only_after_its_order_was_missed(world: World) -> None:
    world.seated()
    motion = world.motion(by=world.actor(NAMES[8]))
    with pytest.raises(Refused):
        world.act(motion.matter, "notice", world.at, world.above, how="张贴")
    world.act(motion.matter, "order_meeting", world.at, world.above, reason="逾期不召集", days=5)
    with pytest.raises(Refused, match="先责令召开"):
        world.act(motion.matter, "notice", world.at + 4 * DAY, world.above, how="张贴")
    world.act(motion.matter, "notice", world.at + 6 * DAY, world.above, how="张贴")


def test_the_committee_of_another_estate_has_no_say(world: World) -> None:
    world.seated()
    motion = world.motion()
    body = Organisation.objects.get(kind="owners")
    held = world.assembly
    held.body = None
    held.save()
    with pytest.raises(Refused, match="只有"):
        world.act(motion.matter, "notice", world.at, how="张贴")
    assert Seat.objects.filter(post__organisation=body).count() == 5


def test_a_motion_that_nobody_calls_turns_red_and_comes_before_the_subdistrict(world: World) -> None:
    world.seated()
    motion = world.motion()
    tick(at=world.at + 35 * DAY)
    motion.matter.refresh_from_db()
    assert motion.matter.overdue


def test_a_secret_vote_of_few_owners_is_refused_with_the_reason(world: World) -> None:
    world.seated()
    with pytest.raises(Refused, match="推算"):
        world.polling(world.motion(), secret=True)


def test_who_has_not_voted_is_reminded_once_a_day(world: World) -> None:
    world.seated()
    poll = world.polling(world.motion())
    world.vote(poll, NAMES[0], [[1, 0]])
    now = poll.opens_at + 2 * HOUR
    assert services.remind(poll=poll, actor=world.chair, at=now) == 7
    assert services.remind(poll=poll, actor=world.chair, at=now + HOUR) == 0
    reminded = Message.objects.filter(text__contains="请您在")
    assert set(reminded.values_list("account__name", flat=True)) == set(NAMES[1:]) - {NAMES[7]}
    followers = poll.matter.reporters.filter(follows=True).values_list("account__name", flat=True)
    assert not set(followers) & set(NAMES[1:])
    assert services.remind(poll=poll, actor=world.chair, at=now + DAY) == 7
    with pytest.raises(Refused):
        services.remind(poll=poll, actor=world.actor(NAMES[8]), at=now + 2 * DAY)


def election(world: World, names: tuple[str, ...], seats: int) -> Question:
    keys = [world.owner(name).pk for name in names]
    return Question(subject=3, title="选举", text="选举业主委员会", seats=seats, candidates=keys)


def test_a_committee_has_five_to_eleven_members_and_an_odd_number(world: World) -> None:
    world.seated()
    for seats in (6, 13):
        with pytest.raises(Refused, match="单数"):
            world.motion(election(world, NAMES, seats))
    with pytest.raises(Refused, match="候选人不能少于"):
        world.motion(election(world, NAMES[:4], 5))


def test_a_by_election_fills_what_is_empty_until_the_end_of_the_term(world: World) -> None:
    world.seated()
    gone = Seat.objects.get(holder=MEMBERS[4])
    unseat(seat=gone, on=timezone.localdate(world.at), reason="辞职", at=world.at, actor=SYSTEM)
    motion = world.motion(election(world, NAMES[5:7], 1))
    poll = world.polling(motion)
    for name in NAMES[:7]:
        world.vote(poll, name, [[1, 0]])
    over = world.finish(poll)
    made = Seat.objects.get(holder=NAMES[5])
    assert (made.since, made.until) == (timezone.localdate(over), world.assembly.term_ends)


def prepared(world):
    founding = services.apply_for_founding(
        estate=world.estate.pk, ground="developer", actor=world.above, at=world.at
    )
    world.act(founding.matter, "confirm", world.at, world.above, note="属实")
    members = "\n".join(f"{name}，1390000000{n}" for n, name in enumerate(NAMES[:5]))
    world.act(founding.matter, "group", world.at, world.above, members=members)
    world.act(founding.matter, "publish_plan", world.at, title="筹备方案", text="草案")
    return founding


def test_a_first_assembly_is_founded_by_its_rules_covenant_and_committee(world: World) -> None:
    founding = prepared(world)
    tick(at=world.at + 9 * DAY)
    world.at += 10 * DAY
    with pytest.raises(Refused, match="还没有通过"):
        world.act(founding.matter, "found", world.at)
    motion = world.motion(
        Question(subject=1, title="议事规则", text="…"),
        Question(subject=2, title="管理规约", text="…"),
        election(world, NAMES[:6], 5),
        founding=founding,
    )
    poll = world.polling(motion)
    for name in NAMES[:7]:
        world.vote(poll, name, [[1, 0], [1, 0], [1, 1, 1, 1, 1, 0]])
    over = world.finish(poll)
    world.act(founding.matter, "found", over + HOUR)
    held = world.assembly
    assert held.founded_on == timezone.localdate(over)
    assert (held.body.name, held.body.posts.get().held.count()) == ("晴川苑业主委员会", 5)
    services.file_committee(estate=world.estate.pk, actor=world.chair, at=over + 3 * DAY)
    assert world.assembly.filed_on == timezone.localdate(over + 3 * DAY)


def test_no_meeting_is_called_before_the_plan_has_been_shown(world: World) -> None:
    founding = prepared(world)
    with pytest.raises(Refused, match="公示期满"):
        world.motion(founding=founding)


def test_owners_who_ask_for_a_first_assembly_must_be_a_fifth(world: World) -> None:
    founding = services.apply_for_founding(
        estate=world.estate.pk, ground="owners", actor=world.actor(NAMES[8]), at=world.at
    )
    with pytest.raises(Refused, match="至少要2名"):
        world.act(founding.matter, "confirm", world.at, world.above, note="")
    world.act(founding.matter, "support", world.at, world.actor(NAMES[1]))
    world.act(founding.matter, "confirm", world.at, world.above, note="属实")
    with pytest.raises(Refused, match="已经在筹备"):
        services.apply_for_founding(
            estate=world.estate.pk, ground="owners", actor=world.actor(NAMES[3]), at=world.at
        )
