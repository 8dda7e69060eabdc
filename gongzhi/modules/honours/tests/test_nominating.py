"""Rounds are announced within their places; nominees come from below, by people who are not involved."""

from datetime import timedelta

import pytest

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.modules.honours import services
from gongzhi.modules.honours.factories import FIRST, SECOND
from gongzhi.modules.honours.models import Programme
from gongzhi.modules.honours.vocabulary import Listing, Nominee, Stage

COMMON = {"unrelated": True}


@pytest.fixture
def programme(world):
    return world.announce()


def states(programme: Programme) -> list[str]:
    return list(programme.lists.order_by("district").values_list("matter__state", flat=True))


def test_every_district_with_places_gets_a_list_to_fill(world, programme):
    assert states(programme) == [Listing.COLLECTING, Listing.COLLECTING]
    assert world.listed(programme).matter.responsible.code == FIRST


def test_a_round_needs_an_approval(world):
    with pytest.raises(Refused, match="批准依据"):
        world.announce(basis=" ")


def test_more_places_shared_out_than_there_are_are_refused_with_the_numbers(world):
    planned = services.Planned(
        name="先进组织", nominee=Nominee.ORGANISATION, places=3, quotas={FIRST: 2, SECOND: 2}
    )
    with pytest.raises(Refused, match="共3个名额，分配到区县的有4个"):
        world.announce(categories=(planned,))
    assert not Programme.objects.exists()


def test_only_the_city_announces_a_round(world):
    world.city = world.desk(Role.DISTRICT_OFFICER)
    with pytest.raises(Refused, match="市级部门干部"):
        world.announce()


def test_a_nominee_passes_community_township_and_district(world, programme):
    [made] = world.nominate(programme, [world.organisation(programme)])
    made.refresh_from_db()
    assert (made.stage, made.name) == (Stage.RECOMMENDED, world.body().name)


def test_a_community_nominates_only_its_own(world, programme):
    actor = world.desk(Role.COMMUNITY_WORKER, SECOND)
    with pytest.raises(Refused, match="所在社区"):
        services.nominate(
            listed_in=world.listed(programme),
            nominees=[world.organisation(programme)],
            actor=actor,
            at=world.at,
            **COMMON,
        )


def test_nobody_is_nominated_twice_in_one_category(world, programme):
    world.nominate(programme, [world.organisation(programme)], to=Stage.PROPOSED)
    with pytest.raises(Refused, match="已经推荐过"):
        world.nominate(programme, [world.organisation(programme)], to=Stage.PROPOSED)


def test_after_the_last_day_nobody_is_nominated(world, programme):
    world.at += timedelta(days=21)
    with pytest.raises(Refused, match="截止"):
        world.nominate(programme, [world.organisation(programme)])


def test_recommending_above_the_quota_is_refused_with_the_number(world, programme):
    named = [world.worker(programme, f"工作者{n}") for n in range(4)]
    with pytest.raises(Refused, match="有2个名额，最多推荐3个；已推荐0个，不能再加4个"):
        world.nominate(programme, named)
    listed = world.listed(programme)
    assert listed.nominations.filter(stage=Stage.RECOMMENDED).count() == 0


def test_what_was_recommended_before_counts_towards_the_quota(world, programme):
    world.nominate(programme, [world.organisation(programme, n) for n in range(2)])
    with pytest.raises(Refused, match="已推荐2个"):
        world.nominate(programme, [world.organisation(programme, 2)])


def test_nobody_nominates_themselves(world, programme):
    actor = world.desk(Role.COMMUNITY_WORKER)
    named = world.worker(programme, "本人", account=world.account(actor.name))
    with pytest.raises(Refused, match="不能推荐本人"):
        world.nominate(programme, [named])


def test_whoever_is_related_to_a_nominee_does_not_handle_it(world, programme):
    with pytest.raises(Refused, match="近亲属"):
        services.nominate(
            listed_in=world.listed(programme),
            nominees=[world.organisation(programme)],
            unrelated=False,
            actor=world.desk(Role.COMMUNITY_WORKER),
            at=world.at,
        )


def test_whoever_nominated_does_not_endorse_even_with_both_mandates(world, programme):
    made = world.nominate(programme, [world.organisation(programme)], to=Stage.PROPOSED)
    name = world.desk(Role.COMMUNITY_WORKER).name
    both = world.engage(name, Role.SUBDISTRICT_OFFICER, world.townships[FIRST])
    with pytest.raises(Refused, match="由您推荐"):
        services.endorse(
            listed_in=world.listed(programme), nominations=made, actor=both, at=world.at, **COMMON
        )


def test_a_nominee_who_was_returned_with_reasons_may_be_nominated_again(world, programme):
    [made] = world.nominate(programme, [world.organisation(programme)], to=Stage.PROPOSED)
    actor = world.desk(Role.SUBDISTRICT_OFFICER)
    with pytest.raises(Refused, match="理由"):
        services.send_back(nomination=made, reason=" ", actor=actor, at=world.at)
    services.send_back(nomination=made, reason="事迹不具体", actor=actor, at=world.at)
    assert world.nominate(programme, [world.organisation(programme)])


def test_a_district_reports_only_when_nobody_waits_any_more(world, programme):
    district = world.desk(Role.DISTRICT_OFFICER)
    matter = world.listed(programme).matter
    with pytest.raises(Refused, match="还没有确定推荐"):
        world.step(matter, "report", district)
    world.nominate(programme, [world.organisation(programme)], to=Stage.ENDORSED)
    with pytest.raises(Refused, match="还有1个"):
        world.step(matter, "report", district)


def test_nominations_close_early_only_when_every_district_has_reported(world, programme):
    with pytest.raises(Refused, match="还有2个区县"):
        world.step(programme.matter, "close_nominations")
    world.fill(programme)
    assert world.step(programme.matter, "close_nominations").state == "reviewing"


def test_a_district_that_did_not_report_in_time_recommends_nobody(world, programme):
    [made] = world.nominate(programme, [world.organisation(programme)], to=Stage.PROPOSED)
    world.at += timedelta(days=21)
    world.step(programme.matter, "close_nominations")
    made.refresh_from_db()
    assert states(programme) == [Listing.WAIVED, Listing.WAIVED]
    assert made.stage == Stage.PASSED_OVER
