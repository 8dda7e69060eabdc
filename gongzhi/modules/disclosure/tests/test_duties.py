"""Duties arise by themselves, turn due and late, are done by a publication, and are seen at every level."""

from datetime import date, timedelta

import pytest

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.indicators.selectors import value
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.models import Arisen, Obligation
from gongzhi.kernel.publications.selectors import standings
from gongzhi.kernel.publications.services import arise
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.law import Cite
from gongzhi.lib.periods import Period
from gongzhi.modules.disclosure.factories import (
    BEGAN,
    CITY,
    COMMUNITY,
    COUNTY,
    LAST_DAY,
    LATE,
    LINES,
    QUARTER,
    TOWNSHIP,
    UNUSED,
    VILLAGE,
    engage,
    owed_by,
    publish,
)
from gongzhi.modules.disclosure.procedures import DUTIES, ITEMS
from gongzhi.modules.disclosure.selectors import Line, late_sentence, not_begun, yearly
from gongzhi.modules.disclosure.services import Draft, correct, disclose, mark_busy, mark_quiet, owe_at_once
from gongzhi.modules.disclosure.vocabulary import Group

DAY = timedelta(days=1)
SINCE = date(2026, 1, 1)


def keys(area: str) -> list[str]:
    return sorted(Obligation.objects.filter(area_code=area).values_list("duty", flat=True))


def standing(under: str, code: str, at=LATE):
    return next(s for s in standings(under, level=len(code), since=SINCE, on=at.date()) if s.code == code)


def test_three_duties_arise_for_each_community_by_its_kind_and_only_once(world):
    assert keys(COMMUNITY) == [
        "disclosure.affairs_residents", "disclosure.finance_residents", "disclosure.party",
    ]  # fmt: skip
    assert keys(VILLAGE) == ["disclosure.affairs_village", "disclosure.finance_village", "disclosure.party"]
    before = Obligation.objects.count()
    assert arise(at=BEGAN) == 0
    assert arise(at=BEGAN + 20 * DAY) == 0
    assert Obligation.objects.count() == before


def test_nothing_to_arise_costs_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        arise(at=BEGAN + DAY)


def test_the_next_quarter_arises_on_its_first_day(world):
    arise(at=LAST_DAY)
    assert set(Obligation.objects.filter(area_code=COMMUNITY).values_list("period", "due_on")) == {
        (QUARTER, date(2026, 7, 15)),
        (date(2026, 7, 1), date(2026, 10, 15)),
    }


def test_the_interval_of_the_letter_grows_by_every_quarter_that_was_left_out(world):
    def interval():
        year = Period.parse("2026")
        return value("disclosure.general_interval", period=year, on=date(2026, 12, 31), area=COMMUNITY).shown

    arise(at=BEGAN.replace(month=12))
    publish(world, Group.FINANCE)
    assert interval() == "1.0"
    last = Obligation.objects.filter(area_code=COMMUNITY, duty__contains="finance").order_by("period").last()
    draft, december = Draft(title="公开", text="收支", lines=LINES), LAST_DAY.replace(month=12)
    disclose(obligation=last, draft=draft, actor=world.actor("community", december), at=december)
    assert interval() == "1.5"


def test_what_is_disclosed_after_its_day_lowers_the_share_that_came_in_time(world):
    publish(world, Group.FINANCE)
    given = {"period": Period.parse("2026"), "on": date(2026, 12, 31), "area": COMMUNITY}
    assert value("disclosure.on_time", **given).shown == "100.0"
    owing = Obligation.objects.filter(area_code=COMMUNITY, done_on__isnull=True).order_by("due_on").first()
    late = LAST_DAY.replace(year=2027)
    draft = Draft(title="公开", text="收支", lines=LINES)
    disclose(obligation=owing, draft=draft, actor=world.actor("community", late), at=late)
    assert value("disclosure.on_time", **given).shown == "50.0"


def test_a_worker_that_slept_for_half_a_year_makes_up_for_each_quarter(world):
    arise(at=BEGAN.replace(month=12))
    assert Obligation.objects.filter(area_code=COMMUNITY).count() == 9


def test_a_community_that_does_nothing_for_a_quarter_shows_three_late_duties_at_every_level(world):
    publish_all_but(world, COMMUNITY)
    for under, code in ((TOWNSHIP, COMMUNITY), (COUNTY, TOWNSHIP), (CITY, COUNTY)):
        assert (standing(under, code).late, standing(under, code).longest) == (3, 5)
    assert late_sentence(CITY, on=LATE.date())[:3] == (1, 3, 5)
    assert "1个社区（村）逾期未公开，共3项，最久5天" in late_sentence(COUNTY, on=LATE.date())[3]


def test_a_place_that_nobody_uses_yet_owes_nothing_until_the_first_period_after_it_began(world):
    assert keys(UNUSED) == []
    assert not_begun(TOWNSHIP, on=LATE.date()) == 1
    engage("新来的", Role.COMMUNITY_WORKER, UNUSED)
    assert not_begun(TOWNSHIP, on=LATE.date()) == 0
    assert keys(UNUSED) == []
    arise(at=LAST_DAY)
    assert set(Obligation.objects.filter(area_code=UNUSED).values_list("period", flat=True)) == {
        date(2026, 7, 1)
    }


def publish_all_but(world, area):
    """Everybody else's duties are fulfilled by one publication of the village."""
    made = publish(world, area=VILLAGE, who="secretary")
    Obligation.objects.exclude(area_code=area).filter(done_on=None).update(
        done_on=LAST_DAY.date(), publication=made
    )


def test_until_the_fifteenth_of_the_next_month_nothing_is_late(world):
    assert late_sentence(CITY, on=date(2026, 7, 15))[0] == 0
    assert late_sentence(CITY, on=date(2026, 7, 16))[0] > 0


def test_what_is_published_on_the_last_day_is_in_time_and_a_day_later_is_not(world):
    publish(world, Group.FINANCE, at=LAST_DAY)
    publish(world, Group.PARTY, at=LAST_DAY + DAY)
    found = standing(TOWNSHIP, COMMUNITY)
    assert (found.due, found.in_time, found.afterwards, found.late, found.punctual) == (3, 1, 1, 1, 33.3)


def test_a_year_is_told_by_its_quarters(world):
    publish(world, Group.FINANCE, at=LAST_DAY)
    row = next(y for y in yearly(TOWNSHIP, year=2026, on=LATE.date()) if y.code == COMMUNITY)
    assert row.percents == [None, 33.3, None, None, 33.3]
    assert yearly(TOWNSHIP, year=2025, on=LATE.date()) == []


def test_a_correction_does_not_undo_what_was_done_in_time(world):
    made = publish(world, at=LAST_DAY)
    draft = Draft(title="更正", text="更正后的内容。", lines=[Line("income", "经费", 100)])
    second = correct(
        publication=made, draft=draft, reason="漏了一笔", actor=world.actor("community"), at=LATE
    )
    held = owed_by(COMMUNITY, Group.FINANCE)
    assert (held.done_on, held.publication_id, second.version) == (LAST_DAY.date(), made.pk, 2)
    assert second.amounts.get().fen == 100
    assert made.amounts.count() == 3


def test_a_duty_is_done_once(world):
    publish(world)
    with pytest.raises(Refused, match="已经公开过"):
        publish(world)


def test_only_whose_duty_it_is_publishes(world):
    for who in ("neighbour", "subdistrict", "city", "auditor", "resident"):
        with pytest.raises(Refused, match="工作人员"):
            publish(world, who=who)
    assert not Obligation.objects.filter(done_on__isnull=False).exists()


def test_finance_without_a_table_is_refused(world):
    draft = Draft(title="财务", text="没有明细")
    with pytest.raises(Refused, match="收支明细"):
        disclose(
            obligation=owed_by(COMMUNITY, Group.FINANCE), draft=draft, actor=world.actor("community"), at=LATE
        )


def test_the_record_holds_the_amounts_and_the_notice_says_the_sums(world):
    made = publish(world)
    told = Entry.objects.get(kind="disclosure.disclosed")
    assert told.payload["amounts"][1] == ["spending", "路灯维修", 345678]
    assert told.payload["period"] == "2026年第2季度"
    assert "支出合计 5,456.78元" in made.text
    assert "收支相抵 6,543.22元" in made.text
    assert (made.stands_until - made.published_at).days >= 15
    assert made.law == "《城市居民委员会组织法》第三十四条"


def test_party_affairs_are_published_by_the_party_organisation(world):
    made = publish(world, Group.PARTY, area=VILLAGE, who="secretary")
    assert made.body.kind == Organisation.Kind.PARTY
    assert made.law == "《村民委员会组织法》第三十五条"


def test_busy_finances_are_owed_monthly_from_the_next_month_on(world):
    mark_busy(area=VILLAGE, reason="土地流转收支较多", actor=world.actor("town"), at=LAST_DAY)
    arise(at=LATE)
    monthly = Obligation.objects.filter(duty__startswith="disclosure.monthly")
    assert not monthly.exists()
    arise(at=LATE.replace(month=8))
    assert [(o.area_code, o.duty, o.due_on) for o in monthly] == [
        (VILLAGE, "disclosure.monthly_village", date(2026, 9, 15))
    ]
    mark_quiet(area=VILLAGE, reason="收支减少", actor=world.actor("town"), at=LATE.replace(month=8))
    arise(at=LATE.replace(month=9))
    assert monthly.count() == 1


def test_only_those_above_say_whose_finances_are_busy_and_say_why(world):
    for who, reason, why in (
        ("secretary", "多", "所属街道"), ("subdistrict", "多", "所属街道"), ("town", " ", "理由"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            mark_busy(area=VILLAGE, reason=reason, actor=world.actor(who), at=LATE)
    mark_busy(area=VILLAGE, reason="多", actor=world.actor("town"), at=LATE)
    with pytest.raises(Refused, match="已经要求"):
        mark_busy(area=VILLAGE, reason="多", actor=world.actor("town"), at=LATE)
    mark_quiet(area=VILLAGE, reason="少", actor=world.actor("town"), at=LATE)
    with pytest.raises(Refused, match="没有每月公布的要求"):
        mark_quiet(area=VILLAGE, reason="少", actor=world.actor("town"), at=LATE)


def test_what_is_due_at_once_has_ten_days(world):
    held = owe_at_once(area=VILLAGE, about="征地补偿方案", actor=world.actor("secretary"), at=LAST_DAY)
    again = owe_at_once(area=VILLAGE, about="征地补偿方案", actor=world.actor("town"), at=LATE)
    assert again == held
    assert held.due_on >= date(2026, 7, 25)
    made = disclose(
        obligation=held,
        draft=Draft(title="征地补偿方案", text="方案如下。"),
        actor=world.actor("secretary"),
        at=LAST_DAY,
    )
    assert made.kind == "disclosure.affairs"
    with pytest.raises(Refused, match="今天已经公开过"):
        owe_at_once(area=VILLAGE, about="征地补偿方案", actor=world.actor("secretary"), at=LAST_DAY)
    with pytest.raises(Refused, match="工作人员"):
        owe_at_once(area=VILLAGE, about="别的", actor=world.actor("resident"), at=LATE)


def test_every_duty_and_item_cites_an_article_that_is_in_force():
    cites = [d.law for d in DUTIES] + [i.law for i in ITEMS] + [d.grace.law for d in DUTIES if d.grace]
    assert all(isinstance(cite, Cite) and cite.article and cite.in_force(QUARTER) for cite in cites)


def test_every_period_arises_for_all_three_affairs(world):
    duties = set(Arisen.objects.values_list("duty", flat=True))
    assert duties == {d.key for d in DUTIES if d.every != "at_once"}
