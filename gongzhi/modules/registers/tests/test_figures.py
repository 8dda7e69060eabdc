"""The letter's figures follow the registers: entered, ended, corrected, imported, taken back."""

from datetime import date

from gongzhi.kernel.indicators.areas import count_areas
from gongzhi.kernel.indicators.checking import differences
from gongzhi.kernel.indicators.declarations import INDICATORS
from gongzhi.kernel.indicators.folding import fold
from gongzhi.kernel.indicators.selectors import level_of, split, value
from gongzhi.kernel.people.actor import ANONYMOUS
from gongzhi.lib.periods import Period
from gongzhi.modules.registers.factories import COMMUNITY, NEIGHBOUR, NOW, TOWNSHIP
from gongzhi.modules.registers.indicators import INDICATORS as OURS
from gongzhi.modules.registers.selectors import things
from gongzhi.modules.registers.services import Given, change, end, import_rows, undo, void
from gongzhi.modules.registers.vocabulary import REGISTERS

MEDIATOR = {"committee": "调委会", "full_time": True}


def shown(key, period="2019", area="50"):
    return value(key, period=Period.parse(period), on=NOW.date(), area=area).shown


def test_mediators_are_counted_as_they_come_and_go(world):
    given = {"actor": world.actor(), "at": NOW}
    first = world.enter("mediators", "陈静", **MEDIATOR, on="2018-03-01")
    second = world.enter("mediators", "王芳", area=NEIGHBOUR, **MEDIATOR)
    end(row=first, on=date(2019, 10, 1), reason="解聘", **given)
    assert [shown(f"mediation.mediators{k}") for k in ("", "_appointed", "_dismissed", "_full_time")] == [
        "1",
        "1",
        "1",
        "1",
    ]
    assert shown("mediation.mediators", "2018") == "1"
    assert shown("mediation.mediators", "2019-Q1") == "2"
    change(row=second, values={"full_time": False}, reason="登记有误", **given)
    assert shown("mediation.mediators_full_time") == "0"
    by = split("mediation.mediators", "full_time", area="50", period=Period.parse("2019"), on=NOW.date())
    assert {name: v.shown for name, v in by.items() if v.number} == {"False": "1"}
    void(row=second, reason="重复", **given)
    assert [shown(f"mediation.mediators{k}") for k in ("", "_appointed", "_dismissed")] == ["0", "0", "1"]


def test_a_record_behind_a_figure_leads_to_its_row_for_those_who_may_open_it(world):
    row = world.enter("mediators", "陈静", **MEDIATOR)
    assert things([row.pk], world.actor()) == {row.pk: ("陈静", f"/registers/rows/{row.pk}/")}
    assert things([row.pk], ANONYMOUS) == {}


def test_an_import_counts_and_taken_back_counts_no_more(world):
    count_areas(at=NOW)
    rows = [
        Given(n, area, f"志愿者{n}", date(2019, 5, 1), None, {})
        for n, area in enumerate([COMMUNITY, COMMUNITY, NEIGHBOUR])
    ]
    given = {"actor": world.actor("subdistrict"), "at": NOW}
    batch = import_rows(register=REGISTERS["volunteers"], rows=rows, under=TOWNSHIP, **given)
    assert (shown("volunteers.registered"), shown("volunteers.registered", area=NEIGHBOUR)) == ("3", "1")
    fold(at=NOW)
    assert shown("volunteers.registered", "2019-06") == "3"
    undo(batch=batch, reason="传错", **given)
    assert shown("volunteers.registered") == "0"
    fold(at=NOW)
    assert not list(differences(at=NOW))


def test_shares_areas_and_floors_come_from_what_communities_said(world):
    count_areas(at=NOW)
    given = {
        "households": 1000,
        "residents": 2600,
        "radius": 8,
        "circle": 12,
        "committee": False,
        "disputes": True,
    }
    row = world.enter("communities", **given, staff=9, ledgers=53, coordination=False, on="2018-01-01")
    world.enter(
        "communities", area=NEIGHBOUR, **given, staff=10, ledgers=53, coordination=True, on="2018-01-01"
    )
    change(row=row, values={"ledgers": 17}, on=date(2020, 1, 1), reason="精简", actor=world.actor(), at=NOW)
    assert (shown("workload.ledgers_before", "2018"), shown("workload.ledgers_after", "2020")) == (
        "53.0",
        "35.0",
    )
    world.enter("centres", address="老街", floor=34100, on="2018-01-01")
    world.enter("centres", area=NEIGHBOUR, address="村口", floor=50960, on="2018-01-01")
    assert (shown("facilities.urban_area", "2020"), shown("facilities.rural_area", "2020")) == (
        "34.1",
        "50.96",
    )
    assert shown("facilities.rural_coverage", "2020", NEIGHBOUR) == "100.0"
    assert shown("property.coordination_target", "2020", COMMUNITY) == "0.0"
    staffed = level_of(
        "staffing.per_100_households", area="50", level=12, period=Period.parse("2020"), on=NOW.date()
    )
    kept = {
        code: INDICATORS["staffing.per_100_households"].rule.kept(v.number) for code, v in staffed.items()
    }
    assert kept == {COMMUNITY: False, NEIGHBOUR: True}


def test_pay_is_measured_by_the_income_of_the_year(world):
    world.enter("incomes", area="500103", on="2017-01-01", rural=1000000, urban_income=3000000)
    world.enter("pay", on="2017-06-01", pay=3600000)
    world.enter("pay", area=NEIGHBOUR, on="2017-06-01", pay=1990000)
    assert (shown("funding.urban_floor", "2017"), shown("funding.rural_floor", "2017")) == ("1.20", "1.99")


def test_money_is_summed_in_the_period_and_shown_in_yuan(world):
    world.enter("projects", "甲", area="50", on="2017-05-01", funder="city", spent=123450)
    row = world.enter("projects", "乙", area="50", on="2019-05-01", funder="city", spent=100)
    world.enter("projects", "丙", area="50", on="2019-05-01", funder="county", spent=5000)
    change(row=row, values={"spent": 76550}, reason="写错", actor=world.actor(), at=NOW)
    assert (shown("projects.city_invested", "2017/2019"), shown("projects.demonstration", "2017/2019")) == (
        "2000",
        "2",
    )
    assert shown("projects.city_invested", "2018") == "0"


def test_every_figure_says_in_words_what_it_counts():
    for indicator in OURS:
        assert len(str(indicator.definition)) > 8
        assert "None" not in str(indicator.definition)
    assert (
        str(INDICATORS["mediation.mediators_full_time"].definition)
        == "截至期末“人民调解员”登记的行数（专职：是）"
    )
    assert "第3.2节" in str(INDICATORS["mediation.mediators"].source)
