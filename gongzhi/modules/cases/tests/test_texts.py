"""Files of messages: kinds learned from one and judged on another; groups of one matter; no database is asked."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

KNOWN = [
    ("1", "路灯坏了", "路灯坏了没人修。", "照明"),
    ("2", "路灯不亮", "门口的路灯不亮。", "照明"),
    ("3", "路灯太暗", "巷子里路灯太暗。", "照明"),
    ("4", "垃圾没清", "垃圾三天没有清运。", "卫生"),
    ("5", "垃圾成山", "楼下垃圾堆成山。", "卫生"),
    ("6", "垃圾难闻", "垃圾站气味很大。", "卫生"),
]
PLANT = ("云桂新城小区旁边的搅拌站太吵", "搅拌站的灰尘飘进云桂新城小区", "投诉云桂新城附近的水泥搅拌站")


def written(path: Path, header: str, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])
    return path


def said(command: str, *words: object) -> Any:
    out = io.StringIO()
    call_command(command, *map(str, words), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_kinds_are_learned_from_one_file_and_judged_on_another(tmp_path: Path) -> None:
    train = written(tmp_path / "a.csv", "message_id,title,body,category", KNOWN)
    judged = [("7", "路灯", "路灯不亮了。", "照明"), ("8", "垃圾", "垃圾没人清运。", "卫生")]
    test = written(tmp_path / "b.csv", "编号,标题,内容,一级标签", judged)
    found = said("classify", "--train", train, "--test", test)
    assert found["macro_f1"] == 1
    assert found["per_kind"]["照明"] == {"f1": 1, "precision": 1, "recall": 1, "messages": 1}
    assert 0 < found["ms_per_message"] < 20
    assert found["answered"] == found["kinds"] == ""


def test_answered_messages_and_names_of_kinds_beside_the_file_are_taken_and_named(tmp_path: Path) -> None:
    train = written(tmp_path / "a.csv", "message_id,title,body,category", KNOWN)
    written(tmp_path / "replied.csv", "message_id,title,body", [("9", "公交", "公交车太少。")])
    written(tmp_path / "taxonomy.csv", "level1,level2,level3", [("照明", "路灯", "其他")])
    found = said("classify", "--train", train, "--test", train)
    assert (found["answered"], found["kinds"]) == ("replied.csv", "taxonomy.csv")


def test_a_file_that_says_no_kind_is_refused(tmp_path: Path) -> None:
    train = written(tmp_path / "a.csv", "message_id,title,body", [("1", "路灯", "路灯坏了。")])
    with pytest.raises(CommandError, match="没有写明类别"):
        said("classify", "--train", train, "--test", train)


def test_messages_of_one_matter_are_grouped_from_a_workbook_with_its_supporters(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"])
    for n, title in enumerate(PLANT):
        body = "半夜搅拌机轰鸣，粉尘很大，窗户不敢开。"
        sheet.append([188000 + n, f"U{n}", title, f"2019/11/{n + 1} 9:46:37", body, 1, 5])
    sheet.append([188010, "U9", "咨询医保转移", "2019/12/1 10:00:00", "从外地转回来要什么材料？", 0, 300])
    book.save(tmp_path / "a.xlsx")
    alone, plant = said("topics", tmp_path / "a.xlsx")
    assert plant["members"] == ["188000", "188001", "188002"]
    assert plant["title"] in PLANT
    assert (plant["people"], plant["supporters"], plant["from"][:10]) == (3, 12, "2019-11-01")
    assert alone["members"] == ["188010"]
    assert alone["weight"] < 10
