"""A table is taken in as a whole or not at all, and taken back as a whole."""

from datetime import date

import pytest

from gongzhi.kernel.exchange.tables import read_table
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry, PersonalField
from gongzhi.lib.sheets import workbook
from gongzhi.modules.registers import selectors
from gongzhi.modules.registers.factories import COMMUNITY, NEIGHBOUR, NOW, TOWNSHIP
from gongzhi.modules.registers.models import Row
from gongzhi.modules.registers.services import change, check, end, import_rows, undo
from gongzhi.modules.registers.vocabulary import REGISTERS

MEDIATORS = REGISTERS["mediators"]
HEAD = ["区域代码", "姓名", "起始日期", "终止日期", "所在的调解组织", "专职", "电话"]
TABLE = [
    HEAD,
    [COMMUNITY, "陈静", "2019-03-01", "", "社区调委会", "是", "13800000000"],
    [COMMUNITY, "王芳", "2019/3/1", "2020-01-01", "社区调委会", "否", ""],
    [NEIGHBOUR, "李强", "20190301", "", "村调委会", "否", ""],
]


def checked(table, under=TOWNSHIP, register=MEDIATORS):
    return check(register=register, table=table, under=under, at=NOW)


def take(world, table=TABLE, register=MEDIATORS):
    rows = checked(table, register=register).rows
    return import_rows(register=register, rows=rows, under=TOWNSHIP, actor=world.actor("subdistrict"), at=NOW)


def test_an_import_writes_one_entry_for_each_community(world, agrees):
    batch = take(world)
    entries = Entry.objects.filter(stream=batch.pk).order_by("seq")
    assert [(e.area_code, e.payload["n"]) for e in entries] == [(COMMUNITY, 2), (NEIGHBOUR, 1)]
    assert len(entries[0].payload["digest"]) == 64
    assert "陈静" not in str([e.payload for e in entries])
    assert not PersonalField.objects.filter(entry__stream=batch.pk, name="name").exists()
    begun = [i for i in entries[0].payload["counts"] if i["of"] == "registers.mediators.begun"]
    assert sorted((i["full_time"], i["n"]) for i in begun) == [(False, 1), (True, 1)]
    agrees()


def test_an_import_is_taken_back_whatever_was_done_to_its_rows_since(world, agrees):
    batch, by = take(world), {"actor": world.actor("subdistrict"), "at": NOW}
    change(
        row=Row.objects.get(name="陈静"),
        values={"full_time": False},
        on=date(2020, 2, 1),
        reason="转岗",
        **by,
    )
    end(row=Row.objects.get(name="李强"), on=date(2020, 3, 1), reason="解聘", **by)
    undo(batch=batch, reason="传错了文件", **by)
    assert all(row.void for row in Row.objects.all())
    agrees()
    with pytest.raises(Refused, match="已经撤回"):
        undo(batch=batch, reason="再来", **by)
    take(world)
    agrees()


def test_every_bad_line_is_listed_and_nothing_is_taken(world):
    found = checked(
        [
            HEAD,
            ["500101001001", "陈静", "2019-03-01", "", "调委会", "是", ""],
            [COMMUNITY, "", "2019年", "", "调委会", "也许", ""],
            [COMMUNITY, "王芳", "2019-03-01", "2019-02-01", "", "否", ""],
            [COMMUNITY, "李强", "2021-03-01", "", "调委会", "否", ""],
            ["", "", "", "", "", "", ""],
        ]
    )
    assert [fault.line for fault in found.faults] == [2, 3, 3, 3, 4, 4, 5]
    assert not Row.objects.exists()


def test_columns_may_be_named_by_key_and_stand_in_any_order(world):
    found = checked(
        [["full_time", "name", "committee", "since"], ["否", "陈静", "调委会", "2019-03-01"]], under=COMMUNITY
    )
    assert [(g.area, g.name, g.values["full_time"]) for g in found.rows] == [(COMMUNITY, "陈静", False)]
    assert "缺少这些列：姓名" in checked([["所在的调解组织"], ["x"]]).faults[0].why


def test_what_may_stand_once_is_refused_twice(world):
    centres = REGISTERS["centres"]
    head, line = ["起始日期", "地址", "综合服务设施面积"], ["2019-01-01", "老街1号", "341.00"]
    twice = check(register=centres, table=[head, line, line], under=COMMUNITY, at=NOW)
    assert "与第2行重复" in twice.faults[0].why
    world.enter("centres", address="老街1号", floor=34100)
    again = check(register=centres, table=[head, line], under=COMMUNITY, at=NOW)
    assert "已经登记过" in again.faults[0].why


@pytest.mark.parametrize("numbers", [True, False])
def test_what_is_exported_can_be_taken_in_again(world, numbers):
    world.enter("projects", "助老", area=TOWNSHIP, funder="county", spent=1234550, activities=3)
    register = REGISTERS["projects"]
    head, cells = selectors.table(register, Row.objects.all(), personal=True, numbers=numbers)
    book = workbook("项目", head, cells, more={"数据字典": selectors.dictionary(register)})
    found = check(register=register, table=read_table(book, "a.xlsx"), under=TOWNSHIP, at=NOW)
    assert found.faults == []
    assert found.rows[0].values == {"funder": "county", "spent": 1234550, "activities": 3}


def test_whoever_keeps_no_register_there_cannot_import(world):
    with pytest.raises(Refused):
        import_rows(
            register=MEDIATORS,
            rows=checked(TABLE).rows,
            under=TOWNSHIP,
            actor=world.actor("community"),
            at=NOW,
        )
