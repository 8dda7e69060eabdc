"""Rows are entered, changed, ended and taken back; the record keeps what was, and counts what stands."""

from datetime import date

import pytest

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry, PersonalField
from gongzhi.kernel.record.selectors import verify
from gongzhi.modules.registers.factories import COMMUNITY, NEIGHBOUR, NOW, TOWNSHIP
from gongzhi.modules.registers.services import change, end, enter, void
from gongzhi.modules.registers.vocabulary import REGISTERS

MEDIATOR = {"committee": "归元寺社区调委会", "full_time": True, "phone": "13800000000"}


def told(row):
    return Entry.objects.filter(stream=row.pk).order_by("seq")


def counted(entry):
    return {
        (item["of"].removeprefix("registers."), item["on"]): item["n"] for item in entry.payload["counts"]
    }


def test_a_mediator_is_entered_with_names_only_in_erasable_fields(world, agrees):
    row = world.enter("mediators", "陈静", **MEDIATOR)
    entry = told(row).get()
    assert "陈静" not in str(entry.payload)
    assert MEDIATOR["phone"] not in str(entry.payload)
    assert {f.name for f in PersonalField.objects.filter(entry=entry)} >= {"name", "phone"}
    assert counted(entry) == {("mediators", "2019-03-01"): 1, ("mediators.begun", "2019-03-01"): 1}
    assert entry.payload["counts"][0]["full_time"] is True
    agrees()


def test_the_name_of_an_organisation_stands_in_the_record(world):
    row = world.enter("councils", "老街议事会", kind="villagers")
    assert told(row).get().payload["name"] == "老街议事会"


def test_a_correction_counts_from_the_first_day_and_a_change_from_its_own(world, agrees):
    row = world.enter("mediators", "陈静", **MEDIATOR)
    given = {"actor": world.actor(), "at": NOW}
    change(row=row, values={"full_time": False}, reason="登记有误", **given)
    assert [e.payload["counts"] for e in told(row)][1] == [
        {"of": "registers.mediators", "on": "2019-03-01", "n": n, "full_time": kind}
        for kind, n in ((False, 1), (True, -1))
    ] + [
        {"of": "registers.mediators.begun", "on": "2019-03-01", "n": n, "full_time": kind}
        for kind, n in ((False, 1), (True, -1))
    ]
    agrees()
    change(row=row, values={"full_time": True}, on=date(2020, 1, 1), reason="转为专职", **given)
    last = told(row).last()
    assert {item["on"] for item in last.payload["counts"]} == {"2020-01-01"}
    assert (last.payload["was_full_time"], last.payload["full_time"]) == (False, True)
    agrees()


def test_an_end_counts_as_an_end_and_a_void_row_for_nothing_at_all(world, agrees):
    given = {"actor": world.actor(), "at": NOW}
    row = world.enter("mediators", "陈静", **MEDIATOR)
    change(row=row, values={"full_time": False}, on=date(2019, 6, 1), reason="转为兼职", **given)
    end(row=row, on=date(2019, 9, 1), reason="解聘", **given)
    assert counted(told(row).last()) == {
        ("mediators", "2019-09-01"): -1,
        ("mediators.ended", "2019-09-01"): 1,
    }
    agrees()
    with pytest.raises(Refused, match="已经终止"):
        end(row=row, on=date(2019, 10, 1), reason="解聘", **given)
    void(row=row, reason="重复登记", **given)
    row.refresh_from_db()
    assert row.void
    agrees()
    assert verify()[2] is None


def test_figures_of_a_community_count_by_their_change(world, agrees):
    row = world.enter("communities", households=1000, residents=2600, staff=9, radius=8, circle=12, ledgers=53,
                      coordination=False, committee=False, disputes=True)  # fmt: skip
    change(
        row=row,
        values={"ledgers": 17, "coordination": True},
        on=date(2020, 1, 1),
        reason="精简",
        actor=world.actor(),
        at=NOW,
    )
    assert row.values["urban"] is True
    agrees()


def test_an_area_has_one_row_where_one_is_all_there_can_be(world):
    world.enter("centres", address="老街1号", floor=34100)
    with pytest.raises(Refused, match="已经在“便民服务中心”里登记过"):
        world.enter("centres", address="老街2号", floor=100)
    world.enter("centres", area=NEIGHBOUR, address="村口", floor=100)


def test_pay_takes_the_income_of_the_district_of_that_day(world):
    income = world.enter("incomes", area="500103", on="2018-02-01", rural=1000000, urban_income=3000000)
    change(row=income, values={"rural": 1100000, "urban_income": 3300000}, on=date(2019, 2, 1), reason="公布",
           actor=world.actor(), at=NOW)  # fmt: skip
    assert world.enter("pay", on="2018-06-01", pay=4000000).values["base"] == 3000000
    assert world.enter("pay", area=NEIGHBOUR, on="2019-06-01", pay=4000000).values["base"] == 1100000


@pytest.mark.parametrize(
    ("key", "area", "on", "values", "why"),
    [
        ("centres", TOWNSHIP, "2019-01-01", {}, "不登记在区域"),
        ("centres", COMMUNITY, "2021-01-01", {}, "不能晚于今天"),
        ("councils", COMMUNITY, "2019-01-01", {"kind": "ethics"}, "没有写"),
        ("pay", COMMUNITY, "2019-01-01", {"pay": 1}, "还没有登记“居民人均可支配收入”"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(world, key, area, on, values, why):
    with pytest.raises(Refused, match=why):
        world.enter(key, area=area, on=on, **values)


@pytest.mark.parametrize(
    ("who", "key"), [("neighbour", "councils"), ("auditor", "councils"), ("subdistrict", "incubators")]
)
def test_who_does_not_keep_a_register_is_told_who_does(world, who, key):
    with pytest.raises(Refused, match="登记，您可以查看"):
        enter(register=REGISTERS[key], area=COMMUNITY, name="x", since=date(2019, 1, 1), values={},
              actor=world.actor(who), at=NOW)  # fmt: skip


def test_dates_of_a_row_go_forward(world):
    row = world.enter("councils", "议事会", kind="villagers")
    given = {"actor": world.actor(), "at": NOW}
    for on in (date(2019, 2, 1), date(2021, 1, 1)):
        with pytest.raises(Refused, match="日期不能"):
            end(row=row, on=on, reason="撤销", **given)
    with pytest.raises(Refused, match="登记有误的请作废"):
        end(row=row, on=row.since, reason="撤销", **given)
    with pytest.raises(Refused, match="没有改动"):
        change(row=row, values={"kind": "villagers"}, reason="无", **given)
    with pytest.raises(Refused, match="不会终止"):
        end(
            row=world.enter("trainings", "第一期", topic="covenants", trainees=150),
            on=date(2020, 1, 1),
            reason="x",
            **given,
        )
