"""Files as they come: told by their content, read line by line, refused in words."""

import time
from pathlib import Path

import pytest
from openpyxl import Workbook

from gongzhi.modules.cases.services import reading
from gongzhi.modules.cases.services.reading import Unreadable, defused, table

TEXT = "编号,内容\n1,路灯坏了，已经三天\n\n2,停车费太高，请查一查\n"


def lines(path: Path) -> list[tuple[int, list[object], str]]:
    with table(path) as found:
        return [(line.number, [*line.cells], line.fault) for line in found.lines]


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_encoding_and_separator_are_told_by_the_content(tmp_path, encoding, separator):
    path = written(tmp_path / "a.csv", TEXT.replace(",", separator).encode(encoding))
    with table(path) as found:
        assert found.header == ["编号", "内容"]
        assert [(line.number, line.cells[0]) for line in found.lines] == [(2, "1"), (4, "2")]


def test_a_damaged_place_costs_one_line_not_the_file(tmp_path):
    damaged = TEXT.encode().replace("停车".encode(), "停车".encode()[:-1])
    first, second = lines(written(tmp_path / "a.csv", damaged))
    assert first[2] == ""
    assert second[2] == "有损坏的、不能保存的字符"


def test_a_line_with_stray_quotes_or_too_many_cells_is_named_not_guessed(tmp_path):
    rows = 'a,b\n1,"他说"好"的"\n2,二,三\n3\n4,"两\n行"\n5,五\n6,"没有结束\n7,七\n'
    stray, many, few, long, plain, unclosed = lines(written(tmp_path / "a.csv", rows))
    assert stray[0] == 2
    assert "引号" in stray[2]
    assert many == (3, ["2", "二", "三"], "有3格，表头只有2列")
    assert few == (4, ["3", ""], "")
    assert long == (5, ["4", "两\n行"], "")
    assert plain == (7, ["5", "五"], "")
    assert unclosed[0] == 8
    assert "第9行" in unclosed[2]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "是空文件"),
        (b"\n\n,,\n", "没有内容"),
        (b"a,b\n\x00", "二进制文件"),
        (bytes(range(1, 256)) * 50, "二进制文件"),
        (b"\xd0\xcf\x11\xe0" + b"a" * 600, "旧版 Excel"),
        (b"PK\x03\x04" + b"a" * 600, "不是完好的 XLSX"),
        (b"\xff\xfe\xfd" * 50 + b"\x80", "编码看不出来"),
        (b"a" * 200_000, "读不出表头"),
    ],
)
def test_a_wrong_file_is_told_in_words(tmp_path, content, told):
    with pytest.raises(Unreadable, match=told):
        lines(written(tmp_path / "wrong.csv", content))


def test_a_large_file_of_rubbish_is_refused_at_once(tmp_path):
    path = tmp_path / "rubbish.csv"
    with path.open("wb") as file:
        file.truncate(50 * reading.MEGABYTE)
    begun = time.monotonic()
    with pytest.raises(Unreadable, match="二进制文件"):
        lines(path)
    assert time.monotonic() - begun < 1


def test_a_file_that_is_too_large_unfolds_too_far_or_is_missing_is_told(tmp_path, monkeypatch):
    path = written(tmp_path / "a.csv", TEXT)
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(Unreadable, match="请分成几个文件"):
        lines(path)
    monkeypatch.undo()
    monkeypatch.setattr(reading, "MOST_UNPACKED", 10)
    book = Workbook()
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Unreadable, match="解压后过大"):
        lines(tmp_path / "a.xlsx")
    with pytest.raises(Unreadable, match=r"打不开“none\.csv”"):
        lines(tmp_path / "none.csv")


def test_a_workbook_cut_short_says_how_far_it_was_read(tmp_path):
    book = Workbook()
    for n in range(2000):
        book.active.append([f"列{n}", n, n / 2])
    book.save(tmp_path / "a.xlsx")
    whole = (tmp_path / "a.xlsx").read_bytes()
    with pytest.raises(Unreadable, match="读到第0行为止"):
        lines(written(tmp_path / "b.xlsx", whole[: len(whole) // 2]))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_what_is_written_again_is_not_calculated(text):
    assert defused(text) == f"'{text}"
    assert defused(f"a{text}") == f"a{text}"
    assert defused("") == ""
