"""An official letter: its parts, and the DOCX opened again: page, margins, faces, sizes."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from gongzhi.lib.letters import Annex, Letter, as_docx, blocks, data

LETTER = Letter(
    issuer="重庆市民政局",
    document="渝民函〔2026〕12号",
    mark="B类",
    title="重庆市民政局关于市政协六届四次会议\n第0629号提案办理情况的答复",
    addressee="李仲文委员",
    text="您的提案收悉。\n一、情况\n（一）组织。已有12833个。\n（二）计划明年补足。",
    day=date(2026, 3, 5),
    contact="向明远",
    phone="023-00000000",
    copies="市政府办公厅",
    annex=Annex(
        "文中数据的口径和时点", "读取于今日。", (("数据", 2), ("数值", 1)), (("调解组织", "12833个"),)
    ),
)


@pytest.fixture(scope="module")
def opened():
    return Document(BytesIO(as_docx(LETTER)))


def test_headings_are_told_by_their_numbers() -> None:
    found = [(b.level.value, b.heading, b.text) for b in blocks(LETTER.text)]
    assert found == [
        ("text", "", "您的提案收悉。"),
        ("first", "一、情况", ""),
        ("second", "（一）组织。", "已有12833个。"),
        ("second", "", "（二）计划明年补足。"),
    ]


def test_the_date_has_no_leading_zeros() -> None:
    assert LETTER.dated == "2026年3月5日"
    assert data(replace(LETTER, day=None))["printed"] == "（待签发）"


def test_the_page_is_that_of_the_standard(opened) -> None:
    section = opened.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 28]
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (round(width / Mm(1)), round(height / Mm(1))) == (156, 225)


def test_twenty_two_lines_of_twenty_eight_characters(opened) -> None:
    normal = opened.styles["Normal"]
    pitch = normal.paragraph_format.line_spacing.pt
    assert 22 * pitch == pytest.approx(225 / 25.4 * 72, abs=0.5)
    closer = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (normal.font.size.pt + closer) <= 156 / 25.4 * 72 < 29 * (normal.font.size.pt + closer)


def test_faces_and_sizes_are_those_of_the_standard(opened) -> None:
    def face(words: str) -> tuple[str, float]:
        run = next(r for p in opened.paragraphs for r in p.runs if words in r.text)
        return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt

    assert face("您的提案收悉") == ("仿宋_GB2312", 16)
    assert face("第0629号提案办理") == ("方正小标宋简体", 22)
    assert face("一、情况") == ("黑体", 16)
    assert face("（一）组织。") == ("楷体_GB2312", 16)
    assert face("已有12833个") == ("仿宋_GB2312", 16)


def test_what_stands_in_for_a_face_is_named(opened) -> None:
    table = next(p for p in opened.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong' in table.blob.decode()


def test_the_page_number_stands_between_dashes_on_the_outer_side(opened) -> None:
    section = opened.sections[0]
    for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "—  —"
        assert "PAGE" in paragraph._p.xml
        assert paragraph.alignment.name == side
        assert paragraph.runs[0].font.size.pt == 14


def test_every_part_stands_in_the_letter_in_order(opened) -> None:
    texts = [p.text for p in opened.paragraphs if p.text]
    wanted = [
        "B类",
        "重庆市民政局",
        "渝民函〔2026〕12号",
        LETTER.title,
        "李仲文委员：",
        "您的提案收悉。",
        "一、情况",
        "（一）组织。已有12833个。",
        "（二）计划明年补足。",
        "附件：文中数据的口径和时点",
        "重庆市民政局",
        "2026年3月5日",
        "（联系人：向明远；联系电话：023-00000000）",
        "附件",
        "文中数据的口径和时点",
        "读取于今日。",
    ]
    assert texts == wanted
    annex, printed = opened.tables
    assert [c.text for c in annex.rows[1].cells] == ["调解组织", "12833个"]
    assert [r.cells[0].text.strip() for r in printed.rows] == [
        "抄送：市政府办公厅。",
        "重庆市民政局\t2026年3月5日印发",
    ]
