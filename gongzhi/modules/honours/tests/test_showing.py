"""Two publicities of five working days, objections that stop a list, those who follow, honours and their end."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from gongzhi.kernel.indicators.selectors import value
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Clock, Matter
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.services import decide
from gongzhi.kernel.record.selectors import verify
from gongzhi.lib.periods import Period
from gongzhi.modules.honours import services
from gongzhi.modules.honours.factories import FIRST, SECOND
from gongzhi.modules.honours.models import Honour, Nomination
from gongzhi.modules.honours.vocabulary import Stage


def matter_of(programme, district=FIRST):
    return Matter.objects.get(honours_list__programme=programme, honours_list__district=district)


def object_to(world, matter, kind="district", step="object"):
    account = world.account("陈秀兰")
    resident = Actor(account=str(account.pk), name=account.name)
    given = {"objection": "事迹不实。", "named": False}
    act(matter_id=matter.pk, step=f"{step}_{kind}", values=given, actor=resident, at=world.at)
    return matter.objections.order_by("-at").first()


def settle(world, objection, *, upheld, actor=None):
    actor = actor or world.desk(Role.DISTRICT_OFFICER)
    return decide(objection=objection, upheld=upheld, reasons="经核查。", actor=actor, at=world.at)


def listed(programme, stage, district=FIRST, number=2):
    return Nomination.objects.filter(
        listed_in__programme=programme,
        listed_in__district=district,
        category__number=number,
        stage=stage,
    ).order_by("place")


def republish(world, programme):
    given = {"reason": "异议成立", "title": "推荐名单公示", "text": "更正后公示。"}
    return world.step(matter_of(programme), "republish_district", world.desk(Role.DISTRICT_OFFICER), **given)


def test_a_list_shows_who_is_on_it_and_who_would_follow(shown):
    text = matter_of(shown).publications.get().text
    on_it, following = listed(shown, Stage.LISTED), listed(shown, Stage.RESERVE)
    assert all(nominee.name in text for nominee in (*on_it, *following))
    assert (
        text.index(on_it[0].name) < text.index("优秀城乡社区工作者递补人选") < text.index(following[0].name)
    )


def test_a_list_is_shown_in_the_language_of_the_record_whatever_the_officer_reads(world):
    programme = world.announce()
    world.fill(programme)
    world.review(programme)
    with override("en"):
        text = world.show(programme).publications.get().text
    assert "优秀城乡社区工作者递补人选（名单上有空缺时依次递补）" in text


def test_publicity_counts_working_days_over_national_day_and_its_make_up_days(world):
    """2025-09-29 is a Monday; 1 to 8 October are off, Saturday the 11th is worked."""
    world.at = datetime(2025, 9, 8, 10, tzinfo=timezone.get_fixed_timezone(480))
    programme = world.announce()
    world.fill(programme)
    world.review(programme)
    world.at = datetime(2025, 9, 29, 10, tzinfo=timezone.get_fixed_timezone(480))
    clock = Clock.objects.get(matter=world.show(programme), rule="show_district")
    days = [date.fromisoformat(day) for day in clock.counted]
    assert days == [date(2025, 9, 30), *(date(2025, 10, day) for day in (9, 10, 11, 13))]
    assert timezone.localdate(clock.due_at) == date(2025, 10, 13)
    world.at = datetime(2025, 10, 13, 9, tzinfo=timezone.get_fixed_timezone(480))
    world.wait(0)
    assert matter_of(programme).state == "showing"
    world.wait(1)
    assert matter_of(programme).state == "cleared"


def test_an_objection_stops_the_list_until_it_is_decided(world, shown):
    object_to(world, matter_of(shown))
    world.wait(30)
    assert matter_of(shown).state == "contested"


def test_an_objection_in_one_district_stops_no_other(world, shown):
    world.show(shown, SECOND)
    object_to(world, matter_of(shown))
    world.wait()
    assert [matter_of(shown, code).state for code in (FIRST, SECOND)] == ["contested", "cleared"]


def test_a_dismissed_objection_lets_the_days_that_are_left_run_on(world, shown):
    before = Clock.objects.get(matter=matter_of(shown), rule="show_district").due_at
    objection = object_to(world, matter_of(shown))
    world.at += timedelta(days=1)
    settle(world, objection, upheld=False)
    clock = Clock.objects.get(matter=matter_of(shown), rule="show_district")
    assert (clock.state, clock.due_at > before) == ("running", True)
    world.wait()
    assert matter_of(shown).state == "cleared"


def test_after_an_upheld_objection_the_next_in_rank_moves_up_and_the_days_begin_anew(world, shown):
    doomed, following = listed(shown, Stage.LISTED)[0], listed(shown, Stage.RESERVE)[0]
    settle(world, object_to(world, matter_of(shown)), upheld=True)
    with pytest.raises(Refused, match="名单还没有变化"):
        republish(world, shown)
    moved = services.strike(
        matter=matter_of(shown),
        nomination=doomed,
        reason="弄虚作假",
        actor=world.desk(Role.DISTRICT_OFFICER),
        at=world.at,
    )
    assert moved == following
    world.at += timedelta(days=3)
    matter = republish(world, shown)
    assert matter.state == "showing"
    running = Clock.objects.get(matter=matter, rule="show_district", state="running")
    assert (len(running.counted), running.started_at) == (5, world.at)
    text = matter.publications.get(version=2).text
    assert doomed.name not in text
    assert following.name in text


def test_nobody_is_struck_without_an_upheld_objection(world, shown):
    given = {"nomination": listed(shown, Stage.LISTED)[0], "reason": "听说", "at": world.at}
    with pytest.raises(Refused):
        services.strike(matter=matter_of(shown), actor=world.desk(Role.DISTRICT_OFFICER), **given)
    settle(world, object_to(world, matter_of(shown)), upheld=True)
    with pytest.raises(Refused, match="只有"):
        services.strike(matter=matter_of(shown), actor=world.desk(Role.COMMUNITY_WORKER), **given)
    other = listed(shown, Stage.LISTED, SECOND)[0]
    with pytest.raises(Refused, match="不在正在公示的名单上"):
        services.strike(
            matter=matter_of(shown),
            actor=world.desk(Role.DISTRICT_OFFICER),
            **{**given, "nomination": other},
        )


def test_a_wrong_name_is_put_right_and_shown_again(world, shown):
    settle(world, object_to(world, matter_of(shown)), upheld=True)
    services.correct(
        matter=matter_of(shown),
        nomination=listed(shown, Stage.LISTED)[0],
        name="杨红艳",
        post="书记",
        reason="姓名写错",
        actor=world.desk(Role.DISTRICT_OFFICER),
        at=world.at,
    )
    assert "杨红艳" in republish(world, shown).publications.get(version=2).text


def test_where_nobody_follows_the_place_stays_empty(world, shown):
    settle(world, object_to(world, matter_of(shown)), upheld=True)
    given = {"matter": matter_of(shown), "actor": world.desk(Role.DISTRICT_OFFICER), "at": world.at}
    for _time in range(2):
        services.strike(nomination=listed(shown, Stage.LISTED)[0], reason="不实", **given)
    assert listed(shown, Stage.LISTED).count() == 1


def test_the_leading_group_decides_only_when_every_district_has_submitted(world, shown):
    with pytest.raises(Refused, match="还有2个区县没有正式上报"):
        world.step(shown.matter, "approve", how="meeting", paper="纪要1号")


def test_no_publicity_is_cut_short_by_hand(world, shown):
    with pytest.raises(Refused):
        world.step(matter_of(shown), "close_district", world.desk(Role.DISTRICT_OFFICER))
    with pytest.raises(Refused, match="现在的环节"):
        world.step(matter_of(shown), "submit", world.desk(Role.DISTRICT_OFFICER))


@pytest.fixture
def honoured(world):
    programme = world.announce()
    world.fill(programme)
    world.review(programme)
    world.confirm(programme)
    world.approve_and_show(programme)
    world.finish(programme)
    return programme


def test_a_round_ends_with_exactly_its_places_honoured(honoured):
    assert Matter.objects.get(pk=honoured.pk).state == "honoured"
    assert Honour.objects.count() == sum(c.places for c in honoured.categories.all()) == 5
    assert [h.serial for h in Honour.objects.order_by("serial")] == [1, 2, 3, 4, 5]
    assert len({h.code for h in Honour.objects.all()}) == 5
    assert not Nomination.objects.filter(stage__in=(Stage.LISTED, Stage.RESERVE)).exists()
    assert verify()[2] is None


def test_an_objection_in_the_city_brings_up_the_next_of_the_same_district(world):
    programme = world.announce()
    world.fill(programme)
    world.review(programme)
    world.confirm(programme)
    matter = world.approve_and_show(programme)
    doomed, following = listed(programme, Stage.LISTED)[0], listed(programme, Stage.RESERVE)[0]
    settle(world, object_to(world, matter, "city"), upheld=True, actor=world.city)
    services.strike(matter=matter, nomination=doomed, reason="不实", actor=world.city, at=world.at)
    given = {"reason": "异议成立", "title": "拟表彰名单公示", "text": "更正后公示。"}
    world.step(matter, "republish_city", **given)
    world.finish(programme)
    names = set(Honour.objects.values_list("nomination__name", flat=True))
    assert following.name in names
    assert doomed.name not in names


def test_an_honour_is_revoked_once_with_reasons_by_the_city(world, honoured):
    given = Honour.objects.order_by("serial").first()
    with pytest.raises(Refused, match="市级"):
        services.revoke(given=given, reason="违法", actor=world.desk(Role.DISTRICT_OFFICER), at=world.at)
    with pytest.raises(Refused, match="理由"):
        services.revoke(given=given, reason="", actor=world.city, at=world.at)
    services.revoke(given=given, reason="违法", actor=world.city, at=world.at)
    with pytest.raises(Refused, match="已经撤销"):
        services.revoke(given=given, reason="违法", actor=world.city, at=world.at)


def test_the_letters_figures_follow_what_was_honoured_and_revoked(world, honoured):
    def shown(key):
        year = Period.of(world.at.date(), "y")
        return value(f"honours.{key}", period=year, on=world.at.date()).shown

    given = Honour.objects.order_by("serial")
    kinds = [h.nomination.category.nominee for h in given]
    before = str(kinds.count("organisation")), str(kinds.count("person"))
    assert (shown("organisations"), shown("workers")) == before
    assert shown("publicity") == "5.0"
    revoked = given.filter(nomination__category__nominee="person").first()
    services.revoke(given=revoked, reason="违法", actor=world.city, at=world.at)
    assert (shown("organisations"), shown("workers")) == (before[0], str(int(before[1]) - 1))


def test_a_round_that_is_ended_ends_its_lists(world, shown):
    world.step(shown.matter, "end", reason="活动取消")
    assert {matter_of(shown, code).state for code in (FIRST, SECOND)} == {"ended"}
    assert not Nomination.objects.filter(stage__in=(Stage.LISTED, Stage.RESERVE)).exists()
