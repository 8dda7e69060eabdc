"""Who may not score whom; marks, their order, and what the meeting decides among equals."""

import pytest

from gongzhi.kernel.bodies.services import add_post, seat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import timeline
from gongzhi.modules.honours import services
from gongzhi.modules.honours.factories import FIRST, SECOND, SINCE
from gongzhi.modules.honours.models import Nomination, Reviewer, Score
from gongzhi.modules.honours.vocabulary import Conflict, Stage


@pytest.fixture
def programme(world):
    made = world.announce()
    world.fill(made)
    world.step(made.matter, "close_nominations")
    return made


@pytest.fixture
def people(world, programme):
    return world.reviewers(programme)


@pytest.fixture
def score(world, programme):
    def do(actor, marks):
        return services.score(programme=programme, marks=marks, actor=actor, at=world.at)

    return do


def nominees(programme, district=FIRST):
    return list(
        Nomination.objects.filter(listed_in__programme=programme, listed_in__district=district).order_by(
            "category__number", "name"
        )
    )


def test_a_reviewer_scores_each_nominee_once(score, world, programme, people):
    marks = world.marks(programme)
    assert score(people[0], marks) == len(marks)
    with pytest.raises(Refused, match="一个对象只评一次"):
        score(people[0], marks)


def test_only_reviewers_score(score, world, programme, people):
    with pytest.raises(Refused, match="受聘"):
        score(world.city, world.marks(programme))


@pytest.mark.parametrize("mark", [-1, 101, 59.5, True, "80"])
def test_marks_are_whole_numbers_from_0_to_100(score, world, programme, people, mark):
    marks = world.marks(programme)
    with pytest.raises(Refused, match="0到100的整数"):
        score(people[0], {**marks, next(iter(marks)): mark})
    assert not Score.objects.exists()


def test_the_nominees_of_a_district_are_scored_together(score, world, programme, people):
    some = [nominee.pk for nominee in nominees(programme)]
    with pytest.raises(Refused, match="还缺"):
        score(people[0], {some[0]: 90})
    assert score(people[0], dict.fromkeys(some, 90)) == len(some)


def without(world, programme, doomed):
    return {pk: mark for pk, mark in world.marks(programme).items() if pk not in {n.pk for n in doomed}}


def refuses(score, world, programme, actor, doomed, words):
    with pytest.raises(Refused, match=str(words)):
        score(actor, world.marks(programme))
    assert score(actor, without(world, programme, doomed))


def test_nobody_scores_themselves(score, world, programme, people):
    nominee = nominees(programme)[-1]
    Nomination.objects.filter(pk=nominee.pk).update(account=people[0].uuid)
    refuses(score, world, programme, people[0], [nominee], Conflict.SELF.label)


def test_nobody_scores_a_relative_they_declared(score, world, programme, people):
    nominee = nominees(programme)[0]
    reviewer = Reviewer.objects.get(account=people[0].uuid)
    services.recuse(
        reviewer=reviewer, nomination=nominee, ground=Conflict.RELATIVE, actor=people[0], at=world.at
    )
    refuses(score, world, programme, people[0], [nominee], Conflict.RELATIVE.label)


def test_nobody_scores_the_body_in_which_they_hold_a_seat(score, world, programme, people):
    post = add_post(organisation=world.body(0), title="主任", seats=1, at=world.at, actor=SYSTEM)
    account = world.account("评审1")
    seat(post=post, holder="评审1", account=account, since=SINCE, at=world.at, actor=SYSTEM)
    own = [nominee for nominee in nominees(programme) if nominee.body == world.body(0)]
    refuses(score, world, programme, people[0], own, "同一单位")


def test_nobody_scores_the_district_they_work_for(score, world, programme, people):
    world.engage("评审1", Role.DISTRICT_OFFICER, FIRST)
    actor = actor_of(world.account("评审1"), world.at.date())
    refuses(score, world, programme, actor, nominees(programme), "推荐它的单位")


def test_whoever_nominated_does_not_review(score, world, programme):
    actor = world.desk(Role.COMMUNITY_WORKER, SECOND)
    services.appoint(
        programme=programme,
        reviewers=[(world.account(actor.name), programme.matter.responsible)],
        actor=world.city,
        at=world.at,
    )
    refuses(score, world, programme, actor, nominees(programme, SECOND), Conflict.NOMINATOR.label)


def test_a_mark_given_before_a_relation_came_to_light_does_not_count(score, world, programme, people):
    score(people[0], world.marks(programme))
    reviewer = Reviewer.objects.get(account=people[0].uuid)
    nominee = nominees(programme)[0]
    services.recuse(
        reviewer=reviewer, nomination=nominee, ground=Conflict.RELATIVE, actor=world.city, at=world.at
    )
    assert not nominee.scores.exists()


def test_nobody_steps_back_in_the_name_of_another_reviewer(world, programme, people):
    reviewer = Reviewer.objects.get(account=people[0].uuid)
    with pytest.raises(Refused, match="领导小组办公室"):
        services.recuse(
            reviewer=reviewer,
            nomination=nominees(programme)[0],
            ground=Conflict.OTHER,
            actor=people[1],
            at=world.at,
        )


def test_marks_of_single_reviewers_stay_out_of_what_everybody_reads(score, world, programme, people):
    score(people[0], world.marks(programme))
    line = timeline(programme.pk, personal=False)[-1]
    assert "marks" not in line.values
    assert "评审1" not in str(Entry.objects.get(pk=line.entry.pk).payload)


def test_too_few_marks_do_not_conclude_a_review(score, world, programme, people):
    score(people[0], world.marks(programme))
    with pytest.raises(Refused, match="评分不足2人"):
        world.step(programme.matter, "conclude_review", minutes="到会1人。")


def test_the_best_have_the_places_and_the_others_follow_in_order(score, world, programme, people):
    for actor in people:
        score(actor, world.marks(programme))
    world.step(programme.matter, "conclude_review", minutes="到会3人。")
    for district, workers in ((FIRST, 2), (SECOND, 1)):
        rows = nominees(programme, district)
        assert sum(n.stage == Stage.LISTED for n in rows) == 1 + workers
        assert sum(n.stage == Stage.RESERVE for n in rows) == 2
        assert all(n.marks == 3 and n.points for n in rows)
    states = Matter.objects.filter(honours_list__programme=programme).values_list("state", flat=True)
    assert set(states) == {"listed"}


@pytest.fixture
def equals(score, world, programme, people):
    """Both organisations of the first district get the same."""
    tied = [nominee for nominee in nominees(programme) if nominee.category.number == 1]
    for actor in people:
        score(actor, {**world.marks(programme), **{nominee.pk: 88 for nominee in tied}})
    return tied


def test_equals_at_the_edge_of_the_places_are_shown_and_stop_the_review(world, programme, equals):
    with pytest.raises(Refused, match="有2个推荐对象同分"):
        world.step(programme.matter, "conclude_review", minutes="到会3人。")


def test_the_meeting_decides_among_equals(world, programme, equals):
    order = list(reversed(equals))
    services.decide_tie(programme=programme, order=order, how="举手3:0", actor=world.city, at=world.at)
    world.step(programme.matter, "conclude_review", minutes="到会3人。")
    stages = [Nomination.objects.get(pk=nominee.pk).stage for nominee in order]
    assert stages == [Stage.LISTED, Stage.RESERVE]


def test_the_meeting_orders_exactly_those_who_are_equal(world, programme, equals):
    other = nominees(programme, SECOND)[0]
    for order in (equals[:1], [*equals, other], [equals[0], equals[0]]):
        with pytest.raises(Refused, match="不多不少"):
            services.decide_tie(programme=programme, order=order, how="举手", actor=world.city, at=world.at)


def test_after_the_review_no_mark_is_added(score, world, programme, people):
    for actor in people[:2]:
        score(actor, world.marks(programme))
    world.step(programme.matter, "conclude_review", minutes="到会2人。")
    with pytest.raises(Refused, match="现在的环节"):
        score(people[2], world.marks(programme))
