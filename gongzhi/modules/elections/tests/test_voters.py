"""Where not everybody votes: who does is named, shown with the roll, and corrected in the open."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import register_resident
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.identity import identity_check
from gongzhi.modules.elections import services
from gongzhi.modules.elections.factories import Way, World
from gongzhi.modules.elections.selectors.roll import voters_of
from gongzhi.modules.elections.vocabulary import Sort

TEN = [(f"v{n:02}", None) for n in range(1, 11)]


def registered(world: World, way: str = "representatives", homes: str = "") -> Way:
    told = world.begin()
    told.form()
    told.plan(way=way, others=4)
    rows = [
        services.Registrant(name=account.name, born=date(1980, 5, 1), household=homes, asks=True)
        for account in world.accounts
    ]
    services.enter(matter_id=told.key, people=rows, actor=world.clerk, at=world.now)
    services.settle(matter_id=told.key, **told.who())
    return told


def page(told: Way) -> str:
    return Client().get(reverse("elections:roll", args=[told.matter.number])).content.decode()


def test_the_roll_is_published_with_the_representatives_who_vote(community: World) -> None:
    told = registered(community)
    with pytest.raises(Refused, match="请先登记居民代表"):
        told.take("publish_roll")
    services.name_voters(matter_id=told.key, people=TEN, actor=community.clerk, at=community.now)
    told.take("publish_roll")
    notice = told.matter.publications.get(kind="elections.roll")
    assert "登记参加选举的共20人，其中由居民代表10人投票" in notice.text
    shown = page(told)
    assert shown.count("<td>居民代表</td>") == 10
    assert "v20" in shown
    assert [entry.name for entry in voters_of(told.election)] == [name for name, _born in TEN]


def test_whoever_is_named_must_be_on_the_roll_and_be_told_apart(community: World) -> None:
    told = registered(community)
    same = services.Registrant(name="v01", born=date(1990, 1, 1), asks=True)
    services.enter(matter_id=told.key, people=[same], actor=community.clerk, at=community.now)
    given = {"matter_id": told.key, "actor": community.clerk, "at": community.now}
    with pytest.raises(Refused, match="有2位v01，请写明出生日期"):
        services.name_voters(people=TEN, **given)
    with pytest.raises(Refused, match="没有某某"):
        services.name_voters(people=[("某某", None)], **given)
    assert services.name_voters(people=[("v01", date(1990, 1, 1)), *TEN[1:]], **given) == 10


def test_after_the_publication_the_election_committee_corrects_with_a_reason(community: World) -> None:
    told = registered(community)
    services.name_voters(matter_id=told.key, people=TEN, actor=community.clerk, at=community.now)
    told.show_roll()
    before = page(told)
    given = {"matter_id": told.key, "people": TEN[:9], "at": community.now}
    with pytest.raises(Refused):
        services.name_voters(reason="推选有误", actor=community.clerk, **given)
    with pytest.raises(Refused, match="请写明理由"):
        services.name_voters(actor=community.lead, **given)
    services.name_voters(reason="推选有误", actor=community.lead, **given)
    after = page(told)
    assert after.count("<td>居民代表</td>") == 9
    assert before.split("名单校验值")[1][:80] != after.split("名单校验值")[1][:80]


def test_a_household_sends_one(community: World) -> None:
    told = registered(community, way="households", homes="3-1")
    with pytest.raises(Refused, match="3-1不止一人"):
        services.name_voters(matter_id=told.key, people=TEN, actor=community.clerk, at=community.now)


def test_where_everybody_votes_nobody_is_named(community: World) -> None:
    told = registered(community, way="voters")
    with pytest.raises(Refused, match="全体选民投票"):
        services.name_voters(matter_id=told.key, people=TEN, actor=community.clerk, at=community.now)


def test_whoever_others_put_forward_may_still_say_that_they_take_part(community: World) -> None:
    told = world_with_resident(community)
    with time_machine.travel(community.now):
        services.propose_residents(matter_id=told.key, actor=community.clerk, at=community.now)
        assert services.settle(matter_id=told.key, **told.who()) == (0, 1)
        mine = services.Registrant(name="v01", born=date(1961, 2, 13), asks=True)
        given = {"matter_id": told.key, "actor": community.voter(1), "at": community.now}
        entry = services.register_self(given=mine, **given)
        assert (entry.number, told.election.roll.count()) == (1, 1)
        with pytest.raises(Refused, match="一人只能登记一次"):
            services.register_self(given=mine, **given)
    assert services.settle(matter_id=told.key, **told.who()) == (1, 0)


def world_with_resident(world: World) -> Way:
    """The first voter is known to the platform, and has not asked to take part."""
    body = f"{world.area[:6]}19610213000"
    account = Account.objects.get(pk=world.voter(1).account)
    identity = body + identity_check(body)
    given = {"name": "v01", "identity": identity, "phone": "", "area": world.area, "account": account}
    register_resident(**given, at=world.at, actor=SYSTEM)
    told = world.begin()
    told.form()
    told.plan(way="voters", others=4)
    return told


def test_in_a_community_the_representatives_may_fill_an_empty_seat(community: World) -> None:
    """They vote as in an election by representatives: article 24 refers to 18 and 19."""
    held = Seat.objects.get(post__organisation=community.body, post__title="委员")
    held.until = community.now.date()
    held.save()
    told = community.begin(Sort.VACANCY)
    told.form()
    told.plan(way="representatives", chair=0, others=0)
    rows = [
        services.Registrant(name=a.name, born=date(1980, 5, 1), account=a, asks=True)
        for a in community.accounts
    ]
    services.enter(matter_id=told.key, people=rows, actor=community.clerk, at=community.now)
    services.settle(matter_id=told.key, **told.who())
    services.name_voters(matter_id=told.key, people=TEN, actor=community.clerk, at=community.now)
    told.show_roll()
    told.nominate(13)
    told.nominate(14)
    told.review()
    told.announce()
    told.vote(*[[[1, 0]]] * 7)
    told.take("declare")
    assert Seat.objects.get(holder="v13").until is not None
    said = Entry.objects.get(stream=told.key, kind="elections.declared").payload
    assert (said["roll"], said["judged_by"]) == (10, "《城市居民委员会组织法》第十九条")
