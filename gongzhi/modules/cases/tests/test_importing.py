"""Messages from a file: what becomes of them, what is refused and why, and that nothing is doubled or lost."""

import csv
import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from gongzhi.kernel.matters import search
from gongzhi.kernel.matters.models import Clock, Matter, Message
from gongzhi.kernel.matters.services import tick
from gongzhi.kernel.record.models import Delivery, Entry
from gongzhi.kernel.record.selectors import timeline, verify
from gongzhi.kernel.record.services import deliver
from gongzhi.lib.workdays import CHINA
from gongzhi.modules.cases.factories import COMMUNITY, TOWNSHIP
from gongzhi.modules.cases.models import Case, Mapping
from gongzhi.modules.cases.services import Outcome, Unreadable, import_messages
from gongzhi.modules.cases.vocabulary import State

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
HEADER = ["message_id", "user", "title", "sent_at", "body", "reply", "replied_at"]
ANSWERED = [
    *("2549", "A00045581", "物业管理有问题", "2019-04-25T09:32:09", "小区停车费太高。"),
    *("已要求业委会召开业主大会。", "2019-05-10T14:56:53"),
]
OPEN = ["2554", "A00023583", "路灯不亮", "2026-01-05 08:00", "楼下路灯坏了三天。", "", ""]

pytestmark = pytest.mark.usefixtures("cast")
Row = Iterable[Any]


@pytest.fixture
def a_file(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: Row, header: Row = HEADER, encoding: str = "utf-8", name: str = "messages.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path

    return write


def bring(path: Path, area: str = TOWNSHIP, **more: Any) -> Outcome:
    return import_messages(path=path, area_code=area, at=NOW, refused=path.parent / "refused.csv", **more)


def counts(done: Outcome) -> tuple[int, int, int, int]:
    return done.read, done.made, done.skipped, done.refused


def refusals(done: Outcome) -> list[tuple[str, str]]:
    """Answer line number and reason of what was refused, as a spreadsheet would show it."""
    assert done.refused_file
    with done.refused_file.open(encoding="utf-8-sig", newline="") as file:
        return [(row[0], row[1]) for row in csv.reader(file)][1:]


def test_a_message_becomes_a_matter_with_its_times_its_answer_and_its_state(a_file):
    assert counts(bring(a_file(ANSWERED))) == (1, 1, 0, 0)
    matter = Matter.objects.get()
    assert matter.number.startswith("500103-190425-0001")
    assert (matter.title, matter.channel, matter.kind_id) == ("物业管理有问题", "import", "990101")
    assert matter.opened_at == datetime(2019, 4, 25, 9, 32, 9, tzinfo=CHINA)
    assert matter.answered_at == datetime(2019, 5, 10, 14, 56, 53, tzinfo=CHINA)
    assert matter.state == State.CLOSED
    assert matter.closed_at == matter.clocks.get(rule="rating").due_at
    assert matter.closed_level == len(TOWNSHIP)
    assert not matter.tasks.filter(closed_at__isnull=True).exists()
    assert not matter.clocks.exclude(state=Clock.State.STOPPED).exists()
    assert list(Matter.objects.filter(search.matching("业主大会"))) == [matter]
    assert verify()[2] is None


def test_the_record_says_who_brought_it_in_and_in_whose_name_it_was_answered(a_file):
    bring(a_file(ANSWERED))
    opened, answered, closed = timeline(Matter.objects.get().pk, personal=True)
    assert opened.entry.actor["role"] == "system"
    assert opened.who == "文件导入"
    assert answered.who == f"{Matter.objects.get().responsible.name} 文件导入"
    assert answered.values["answer"] == "已要求业委会召开业主大会。"
    assert closed.entry.actor["role"] == "system"


def test_an_answer_is_not_published_and_nobody_is_told_of_what_is_long_past(a_file, capsys):
    bring(a_file([*ANSWERED, "13812345678"], header=[*HEADER, "手机"]))
    case = Case.objects.get()
    assert (case.public_title, case.public_answer, case.published_at) == ("", "", None)
    deliver(at=NOW)
    assert not Delivery.objects.filter(entry__kind__startswith="cases", done_at__isnull=True).exists()
    assert Message.objects.count() == 0
    assert "SMS" not in capsys.readouterr().err


def test_without_an_answer_it_stays_open_and_turns_red_when_time_is_up(a_file):
    bring(a_file(OPEN), area=COMMUNITY)
    matter = Matter.objects.get()
    assert matter.state == State.REGISTERED
    assert matter.responsible.code == COMMUNITY
    assert matter.due_at < NOW
    tick(at=NOW)
    assert Matter.objects.get().overdue


def test_an_answer_may_still_be_rated_while_the_term_for_rating_runs(a_file):
    sent, replied = (str((NOW - timedelta(days=n)).isoformat()) for n in (20, 3))
    bring(a_file([*OPEN[:3], sent, "路灯坏了。", "已修好。", replied]))
    assert Matter.objects.get().state == State.ANSWERED


def test_a_second_run_makes_none(a_file):
    path = a_file(ANSWERED, OPEN)
    assert counts(bring(path)) == (2, 2, 0, 0)
    assert counts(bring(path)) == (2, 0, 2, 0)
    assert Matter.objects.count() == 2


def test_without_numbers_a_line_is_known_by_what_it_says(a_file):
    path = a_file(ANSWERED[2:], OPEN[2:], header=HEADER[2:])
    assert counts(bring(path)) == (2, 2, 0, 0)
    assert counts(bring(path)) == (2, 0, 2, 0)


def test_the_same_number_with_another_text_is_not_lost_as_known(a_file):
    done = bring(a_file(OPEN, [*OPEN[:4], "另一件事。", "", ""]))
    assert counts(done) == (2, 1, 0, 1)
    assert refusals(done) == [("3", "编号“2554”已经导入过，内容却不同")]


IMPOSSIBLE = [
    ({"sent_at": "2019-02-30 10:00"}, "提出时间“2019-02-30 10:00”不是一个存在的时间"),
    ({"sent_at": ""}, "提出时间“”不是一个存在的时间"),
    ({"sent_at": "昨天"}, "提出时间“昨天”不是一个存在的时间"),
    ({"sent_at": "2026-03-03"}, "提出时间“2026-03-03”在将来"),
    ({"sent_at": "0219-04-25"}, "提出时间“0219-04-25”早于1990年"),
    ({"replied_at": "2019-04-24"}, "答复时间早于提出时间"),
    ({"replied_at": "2026-03-03"}, "答复时间“2026-03-03”在将来"),
    ({"replied_at": ""}, "有答复，没有答复时间"),
    ({"reply": ""}, "有答复时间，没有答复"),
    ({"body": " "}, "没有内容"),
    ({"message_id": "9" * 81}, f"“{'9' * 20}…”太长，最多80个字"),
]


def test_what_cannot_be_true_is_refused_with_line_and_reason_and_the_rest_is_taken(a_file):
    right = dict(zip(HEADER, ANSWERED, strict=True))
    done = bring(a_file(*({**right, **changed}.values() for changed, _why in IMPOSSIBLE), OPEN))
    assert counts(done) == (len(IMPOSSIBLE) + 1, 1, 0, len(IMPOSSIBLE))
    assert refusals(done) == [(str(line), why) for line, (_changed, why) in enumerate(IMPOSSIBLE, 2)]
    assert set(Entry.objects.filter(kind__startswith="cases").values_list("stream", flat=True)) == {
        Matter.objects.get().pk
    }


def test_a_date_is_understood_as_people_and_programs_write_it(a_file):
    spoken = ["2019/4/25 9:32:09", "2019年4月25日 9:32", "2019年4月25日9时32分", "2019.04.25"]
    written = [*spoken, "2019-04-25T01:32:09+00:00", "2019-04-25 09:32:09.5", "20190425"]
    bring(a_file(*([str(n), *OPEN[1:3], text, *OPEN[4:]] for n, text in enumerate(written))))
    days = [
        at.astimezone(CHINA).strftime("%Y%m%d") for at in Matter.objects.values_list("opened_at", flat=True)
    ]
    assert days == ["20190425"] * len(written)


def test_an_answer_dated_by_its_day_may_be_of_the_day_of_the_question(a_file):
    bring(a_file([*ANSWERED[:6], "2019-04-25"]))
    assert Matter.objects.get().answered_at == Matter.objects.get().opened_at


def test_a_formula_is_text_and_is_made_harmless_where_it_is_written_again(a_file):
    attack = "=cmd|'/C calc'!A0"
    done = bring(a_file([*OPEN[:4], attack, "", ""], ["@1", "+1", attack, "-", attack, "", ""]))
    assert Case.objects.get().body == attack
    assert done.refused_file
    cells = next(csv.reader(done.refused_file.read_text("utf-8-sig").splitlines()[1:]))
    assert [c for c in cells if c[:1] in "=+-@" and c] == []
    assert f"'{attack}" in cells


def test_a_workbook_is_read_with_its_own_dates(tmp_path):
    book = Workbook()
    book.active.append(["编号", "标题", "内容", "留言时间", "回复内容", "回复时间"])
    at = datetime(2019, 4, 25, 9, 32)  # noqa: DTZ001 (Excel knows no zones)
    book.active.append([2549, "停车费", "=1+1", at, "已处理。", at + timedelta(days=5)])
    book.active["C2"].data_type = "s"
    book.active.append([None] * 6)
    book.active.append([2550, "停车费", "太高。", "2019年4月31日", None, None])
    book.save(tmp_path / "留言.xlsx")
    done = bring(tmp_path / "留言.xlsx")
    assert counts(done) == (2, 1, 0, 1)
    assert refusals(done) == [("4", "提出时间“2019年4月31日”不是一个存在的时间")]
    case = Case.objects.get()
    assert (case.source_id, case.body) == ("2549", "=1+1")
    assert case.matter.opened_at == at.replace(tzinfo=CHINA)


def test_a_wrong_file_keeps_nothing(a_file, tmp_path):
    path = a_file(["甲", "乙"], header=["标题", "回复"])
    with pytest.raises(Unreadable, match=r"没有认出“内容”列。文件里的列：标题、回复。.*--map body=标题"):
        bring(path)
    assert not Matter.objects.exists()
    assert not Mapping.objects.exists()
    assert list(tmp_path.iterdir()) == [path]


def test_the_mapping_of_a_source_is_remembered_and_may_be_said_anew(a_file):
    header = ["no", "what", "when"]
    first = a_file(["1", "路灯坏了。", "2019-04-25"], header=header)
    with pytest.raises(Unreadable, match="no、what、when"):
        bring(first)
    bring(first, columns={"id": "no", "body": "what", "sent_at": "when"})
    again = a_file(["路灯又坏了。", "2019-05-25", "2"], header=["What", "WHEN", "No"], name="next.csv")
    with pytest.raises(Unreadable, match="没有认出"):
        bring(again, source="热线")
    assert counts(bring(a_file(["2", "路灯又坏了。", "2019-05-25"], header=header, name="next.csv"))) == (
        1,
        1,
        0,
        0,
    )
    with pytest.raises(Unreadable, match="没有“内容”列"):
        bring(first, columns={"body": "内容"})
    with pytest.raises(Unreadable, match="没有“colour”这一项"):
        bring(first, columns={"colour": "no"})


def test_a_column_can_be_left_out(a_file):
    header = [*HEADER, "电话"]
    assert refusals(bring(a_file([*OPEN, "023-63851234"], header=header)))[0][1].startswith("手机号")
    assert bring(a_file([*OPEN, "023-63851234"], header=header), columns={"phone": ""}).made == 1
    assert Mapping.objects.get().columns["phone"] == ""


def test_a_line_may_name_its_kind_and_its_area(a_file):
    header = [*HEADER, "类别", "区划代码"]
    rows = [("010301", COMMUNITY), ("噪音扰民", ""), ("没有的类", ""), ("", "500999"), ("", "5001x")]
    path = a_file(*([str(n), *OPEN[1:], *row] for n, row in enumerate(rows)), header=header)
    done = bring(path)
    assert set(Matter.objects.values_list("kind_id", "area_code")) == {
        ("010301", COMMUNITY),
        ("010301", TOWNSHIP),
    }
    assert [why for _line, why in refusals(done)] == [
        "没有“没有的类”这个类别",
        "没有区划代码“500999”",
        "区划代码“5001x”应为2、6、9、12或15位数字",
    ]


def test_a_message_older_than_the_first_list_of_areas_is_taken(a_file):
    bring(a_file([*ANSWERED[:3], "2011-04-02T18:00:54", *ANSWERED[4:6], "2011-05-02 10:00"]))
    assert Matter.objects.get().area_name == "渝中区七星岗街道"


def test_the_command_prints_one_object_and_names_the_file_of_what_was_refused(a_file, tmp_path):
    path = a_file(ANSWERED, [*OPEN[:3], "?", *OPEN[4:]])
    for made, skipped in ((1, 0), (0, 1)):
        out = StringIO()
        call_command(
            "import_messages", path, "--area", TOWNSHIP, "--json", refused=tmp_path / "left.csv", stdout=out
        )
        facts = {"read": 2, "made": made, "skipped": skipped, "refused": 1}
        assert json.loads(out.getvalue()) == {**facts, "refused_file": str(tmp_path / "left.csv")}


def test_the_command_refuses_an_area_and_a_file_that_there_are_not(a_file, tmp_path):
    with pytest.raises(CommandError, match="没有区划代码“999”"):
        call_command("import_messages", a_file(OPEN), "--area", "999")
    with pytest.raises(CommandError, match=r"打不开“none\.csv”"):
        call_command("import_messages", tmp_path / "none.csv", "--area", TOWNSHIP)
