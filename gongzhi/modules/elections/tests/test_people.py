"""Who votes, who stands, who leads, who votes for whom: refused with the reason and the article."""

from datetime import date

import pytest

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.publications.models import Objection
from gongzhi.kernel.publications.services import decide
from gongzhi.modules.elections import services
from gongzhi.modules.elections.factories import BORN, DAY, Way, World, photo
from gongzhi.modules.elections.forms import OpinionForm
from gongzhi.modules.elections.models import Candidate, Entry
from gongzhi.modules.elections.vocabulary import Department, Stage, Standing, State


def planned(world: World) -> Way:
    way = world.begin()
    way.form()
    way.plan()
    return way


def shown(world: World) -> Way:
    way = planned(world)
    way.register()
    way.show_roll()
    return way


def test_who_may_not_vote_is_told_why(world: World) -> None:
    way = planned(world)
    people = [
        services.Registrant(name="小孩", born=date(2010, 1, 1), lives_since=date(2010, 1, 1)),
        services.Registrant(
            name="新来的",
            born=BORN,
            household_here=False,
            lives_since=date(2025, 12, 1),
            asks=True,
            agreed=True,
        ),
        services.Registrant(name="没表示", born=BORN),
        services.Registrant(name="剥夺", born=BORN, lives_since=BORN, deprived=True),
    ]
    services.enter(matter_id=way.key, people=people, actor=world.clerk, at=world.now)
    assert services.settle(matter_id=way.key, **way.who()) == (0, 4)
    reasons = dict(Entry.objects.values_list("name", "reason"))
    assert "不满十八周岁（《村民委员会组织法》第十六条）" in reasons["小孩"]
    assert "不满一年" in reasons["新来的"]
    assert "没有表示" in reasons["没表示"]
    assert "剥夺政治权利" in reasons["剥夺"]
    with pytest.raises(Refused, match="还没有可以投票的人"):
        way.take("publish_roll")


def test_nobody_stands_on_a_roll_twice(world: World) -> None:
    way = shown(world)
    with pytest.raises(Refused, match="一人只能登记一次"):
        services.correct_roll(
            matter_id=way.key,
            add=services.Registrant(name="v01", born=BORN, lives_since=BORN),
            reason="补登",
            **way.who(),
        )


def test_a_protest_that_is_upheld_brings_a_corrected_roll(world: World) -> None:
    way = planned(world)
    way.register()
    way.wait(1)
    way.take("publish_roll")
    way.take("object_roll", by=world.voter(1), objection="漏了我父亲", named=False)
    decide(objection=Objection.objects.get(), upheld=True, reasons="确有遗漏", **way.who())
    with pytest.raises(Refused, match="还没有变化"):
        way.take("republish_roll", reason="更正")
    new = services.Registrant(name="老父亲", born=date(1950, 1, 1), lives_since=date(1950, 1, 1))
    services.correct_roll(matter_id=way.key, add=new, reason="补登遗漏", **way.who())
    way.take("republish_roll", reason="补登一人")
    assert way.matter.state == State.SHOWING_ROLL
    way.wait(6)
    assert way.matter.state == State.NOMINATING


def test_candidates_must_be_enough_and_one_must_be_a_woman(world: World) -> None:
    way = shown(world)
    way.nominate(1, "chair")
    with pytest.raises(Refused, match="候选人1人，应选1人：候选人至少2人"):
        way.take("close_nominations")
    for number, office in ((2, "chair"), (3, "member"), (4, "member"), (5, "member")):
        way.nominate(number, office)
    with pytest.raises(Refused, match="没有妇女"):
        way.take("close_nominations")


def test_nine_residents_are_too_few_to_put_somebody_forward(community: World) -> None:
    way = community.begin()
    way.form()
    way.plan(others=4)
    way.register()
    way.show_roll()
    made = way.nominate(1, "chair", backers=range(1, 10))
    assert made.backings.count() == 9
    with pytest.raises(Refused, match="候选人0人"):
        way.take("close_nominations")
    assert services.back(candidate_id=made.pk, actor=community.voter(10), at=community.now) == 1
    with pytest.raises(Refused, match="候选人1人"):
        way.take("close_nominations")
    named = services.Named(number=2, office="chair", party=True)
    with pytest.raises(Refused, match="党组织"):
        services.nominate(matter_id=way.key, given=named, actor=community.voter(1), at=community.now)


def test_who_is_nominated_leaves_the_election_committee_and_so_do_relatives(world: World) -> None:
    way = shown(world)
    members = {m.name: m for m in way.election.members.all()}
    way.nominate(17, "member")  # a member by the order of the choice
    assert "第十五条" in way.election.members.get(name="v17").left
    moved = way.election.members.get(name="v19")
    assert (moved.place, moved.seat.holder) == ("member", "v19")
    other = way.nominate(3, "member")
    services.note_kin(candidate_id=other.pk, member=members["v18"], actor=world.voter(3), at=world.now)
    assert "近亲属" in way.election.members.get(name="v18").left
    assert way.election.members.get(name="v20").place == "member"


def test_an_exclusion_is_the_articles_and_may_be_looked_at_again(world: World) -> None:
    way = shown(world)
    way.slate()
    way.take("close_nominations")
    one = Candidate.objects.get(name="v01")
    given = {
        "candidate_id": one.pk,
        "department": Department.POLICE,
        "actor": world.township,
        "at": world.now,
    }
    for wrong in ({"exclusion": "poor", "paper": "无"}, {"exclusion": "convicted"}):
        with pytest.raises(Refused, match="法律列明"):
            services.give_opinion(**given, **wrong)
    with pytest.raises(Refused, match="有关部门"):
        services.give_opinion(**{**given, "actor": world.voter(1)})
    services.give_opinion(**given, exclusion="convicted", paper="（2020）刑初1号判决书")
    one.refresh_from_db()
    assert (one.stage, one.decided) == (Stage.EXCLUDED, "因犯罪受过刑事处罚")
    with pytest.raises(Refused, match="本人"):
        services.appeal(candidate_id=one.pk, text="不服", actor=world.voter(2), at=world.now)
    services.appeal(candidate_id=one.pk, text="同名同姓", actor=world.voter(1), at=world.now)
    with pytest.raises(Refused, match="还没有收到"):
        way.take("publish_candidates")
    services.answer_appeal(
        candidate_id=one.pk,
        upheld=True,
        answer="查实为同名",
        department=Department.POLICE,
        actor=world.township,
        at=world.now,
    )
    one.refresh_from_db()
    assert one.stage == Stage.ACCEPTED


def test_a_department_says_the_same_of_several_at_once_but_bars_each_by_its_own_document(
    world: World,
) -> None:
    way = shown(world)
    way.slate()
    way.take("close_nominations")
    everybody = [str(one.pk) for one in way.election.candidates.all()]
    given = {"people": everybody, "department": Department.POLICE, "paper": "文书"}
    assert OpinionForm(given, election=way.election).is_valid()
    barring = OpinionForm({**given, "exclusion": "convicted"}, election=way.election)
    assert "逐人登记" in str(barring.errors)
    one = {"people": everybody[:1], "exclusion": "convicted"}
    assert OpinionForm({**given, **one}, election=way.election).is_valid()


def test_when_the_review_leaves_too_few_nominations_open_again(world: World) -> None:
    way = shown(world)
    way.slate()
    way.take("close_nominations")
    for one in way.election.candidates.all():
        for department in Department.values:
            bar = (
                {"exclusion": "cult", "paper": "文书"} if one.name == "v01" and department == "police" else {}
            )
            services.give_opinion(
                candidate_id=one.pk, department=department, actor=world.township, at=world.now, **bar
            )
    with pytest.raises(Refused, match="候选人1人，应选1人"):
        way.take("publish_candidates")
    way.take("reopen_nominations")
    assert way.matter.state == State.NOMINATING


def test_proxies_are_refused_with_their_reason_and_published_before_the_vote(world: World) -> None:
    way = world.begin()
    way.ready()
    more = {"matter_id": way.key, **way.who()}
    assert not services.entrust(voter=6, agent=1, letter=photo(), **more).accepted
    for voter in (6, 7, 8):
        assert services.entrust(voter=voter, agent=9, letter=photo(), **more).accepted
    fourth = services.entrust(voter=10, agent=9, letter=photo(), **more)
    assert (fourth.accepted, "最多3人" in fourth.reason) == (False, True)
    assert "书面" in services.entrust(voter=10, agent=11, letter=[], **more).reason
    with pytest.raises(Refused, match="名单还没有公布"):
        way.take("prepare_vote", opens_at=world.now + DAY, closes_at=world.now + 2 * DAY)
    way.take("publish_proxies")
    notice = way.matter.publications.get(kind="elections.proxies")
    assert "v06委托v09" in notice.text


def test_a_removed_voter_is_not_on_the_poll(world: World) -> None:
    way = world.begin()
    way.ready()
    services.correct_roll(matter_id=way.key, remove=20, reason="已去世", **way.who())
    assert Entry.objects.get(name="v20").standing == Standing.REMOVED
    way.open()
    assert way.poll.voters.count() == 19


def test_a_recall_needs_enough_who_ask_and_is_judged(world: World) -> None:
    seat = Seat.objects.get(post__organisation=world.body, post__title="主任")
    matter = services.ask_recall(
        seat=seat,
        reason="不公开账目",
        asked_by="voters",
        entitled=20,
        name="v01",
        actor=world.voter(1),
        at=world.now,
    )
    way = Way(world, matter.pk)
    with pytest.raises(Refused, match="至少要4人"):
        way.take("take_up", by=world.clerk)
    for n in (2, 3, 4):
        services.sign(matter_id=way.key, name=f"v{n:02}", online=True, actor=world.voter(n), at=world.now)
    with pytest.raises(Refused, match="只能联名一次"):
        services.sign(matter_id=way.key, name="v02", online=True, actor=world.voter(2), at=world.now)
    with pytest.raises(Refused, match="应当受理"):
        way.take("turn_down", by=world.clerk, reason="不想")
    way.take("take_up", by=world.clerk)
    with pytest.raises(Refused, match="本人"):
        way.take("defend", by=world.voter(1), text="我说")
    way.take("defend", by=world.seated("secretary"), text="账目已经补公开。")
    rows = [services.Registrant(name=a.name, born=BORN, account=a, lives_since=BORN) for a in world.accounts]
    services.enter(matter_id=way.key, people=rows, actor=world.clerk, at=world.now)
    services.settle(matter_id=way.key, actor=world.clerk, at=world.now)
    way.vote(*[[[1, 0]]] * 11, runner=world.clerk)
    with pytest.raises(Refused, match="通过"):
        way.take("keep", by=world.clerk)
    way.take("recall", by=world.clerk)
    seat.refresh_from_db()
    assert seat.until == world.now.date()


def test_a_recall_that_half_voted_on_ends_nothing(world: World) -> None:
    seat = Seat.objects.get(post__organisation=world.body, post__title="委员")
    matter = services.ask_recall(
        seat=seat,
        reason="理由",
        asked_by="voters",
        entitled=5,
        name="v01",
        actor=world.voter(1),
        at=world.now,
    )
    way = Way(world, matter.pk)
    way.take("take_up", by=world.clerk)
    rows = [services.Registrant(name=a.name, born=BORN, account=a, lives_since=BORN) for a in world.accounts]
    services.enter(matter_id=way.key, people=rows, actor=world.clerk, at=world.now)
    services.settle(matter_id=way.key, actor=world.clerk, at=world.now)
    way.vote(*[[[1, 0]]] * 10, runner=world.clerk)
    with pytest.raises(Refused, match="无效"):
        way.take("recall", by=world.clerk)
    way.take("keep", by=world.clerk)
    seat.refresh_from_db()
    assert seat.until is None


def test_a_meeting_chooses_who_supervises_and_nobody_supervises_themselves(world: World) -> None:
    body = Organisation.objects.get(area_code=world.area, kind=Organisation.Kind.SUPERVISION)
    way = Way(world, services.open_choice(body=body, actor=world.clerk, at=world.now).pk)
    more = {"matter_id": way.key, "woman": False, "account": None, "actor": world.clerk, "at": world.now}
    for name, related in (("郑大江", False), ("郑小江", True)):
        with pytest.raises(Refused, match="近亲属不得担任"):
            services.name_person(name=name, office="chair", related=related, **more)
    services.name_person(name="v01", office="chair", related=False, **more)
    way.assemble("by_all")
    assert way.matter.state == "chosen"
    seat = Seat.objects.get(post__organisation=body, holder="v01")
    assert seat.until.isoformat() == "2030-01-16"  # as long as the committee
