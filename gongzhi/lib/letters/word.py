"""A letter as DOCX: page, grid, faces and sizes of GB/T 9704-2012.

A4, 37 mm above and 28 mm left, a type area of 156 by 225 mm with 22 lines of 28 characters (5.2); text in size 3
(16 pt) of 仿宋, the title in size 2 (22 pt) of 小标宋, headings in 黑体 and 楷体; the page number in size 4 between
dashes, right on odd pages and left on even ones (7.5). Faces are named, not embedded; what stands in for one that a
machine has not is named in the table of fonts.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from .letter import Letter, Level, blocks

BODY, TITLE, FIRST, SECOND, PAGE, LATIN = (
    "仿宋_GB2312",
    "方正小标宋简体",
    "黑体",
    "楷体_GB2312",
    "宋体",
    "Times New Roman",
)
INSTEAD = {
    BODY: "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC",
    TITLE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,Noto Serif CJK SC",
    FIRST: "SimHei,微软雅黑,Noto Sans CJK SC",
    SECOND: "楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC",
    PAGE: "SimSun,Noto Serif CJK SC",
}
FACES = {Level.FIRST: FIRST, Level.SECOND: SECOND, Level.TEXT: BODY}
SIZE2, SIZE3, SIZE4, SMALL = Pt(22), Pt(16), Pt(14), Pt(10.5)
RED = RGBColor(0xE0, 0x00, 0x00)
PITCH = 580  # twentieths of a point: 225 mm in 22 lines
NARROWER = "-5"  # twentieths of a point between characters of 16 pt: 28 of them in 156 mm
GLYPH = 156 / 28  # mm
LINE = Pt(PITCH / 20)
FOOT = 14854  # twentieths of a point: where the type area ends, 262 mm down the page
PRINTED, PER_LINE = 500, 30  # height of a line at the foot in the same, and how many characters it takes


def as_docx(letter: Letter) -> bytes:
    """Answer the letter as a file that any word processor opens."""
    made = Document()
    _page(made, letter.warning)
    _faces(made)
    _head(made, letter)
    _text(made, letter)
    _foot(made, letter)
    _describe(made, letter)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _page(made: Made, warning: str) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in (("type", "lines"), ("linePitch", str(PITCH))):
        grid.set(qn(f"w:{name}"), value)
    made.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, Align.RIGHT), (section.even_page_footer, Align.LEFT)):
        _numbered(footer.paragraphs[0], align)
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].alignment = Align.CENTER
        _run(header.paragraphs[0], warning, PAGE, SMALL)


def _numbered(paragraph: Paragraph, align: Align) -> None:
    """— 1 — in size 4, one character from the edge."""
    paragraph.alignment = align
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = SIZE4
    _run(paragraph, "— ", PAGE, SIZE4)
    number = _run(paragraph, "", PAGE, SIZE4)
    for kind in ("begin", None, "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.text = "PAGE"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        number._r.append(part)
    _run(paragraph, " —", PAGE, SIZE4)


def _faces(made: Made) -> None:
    """Set the text's face once, and name what may stand in for each."""
    style = made.styles["Normal"]
    style.font.name, style.font.size = LATIN, SIZE3
    style.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), BODY)
    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), NARROWER)
    style.element.rPr.insert_element_before(closer, "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    spacing = style.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    spacing.widow_control = False
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in INSTEAD.items()
    )
    table = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    )
    for part in made.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = table.encode()


def _run(paragraph: Paragraph, text: str, face: str, size: Any = SIZE3) -> Run:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = LATIN, size
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run


def _line(
    made: Made,
    text: str = "",
    face: str = BODY,
    size: Any = SIZE3,
    align: Align = Align.LEFT,
    indent: float = 0,
) -> Paragraph:
    """A paragraph whose first line is `indent` characters in."""
    paragraph = made.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.first_line_indent = Pt(indent * 15.75)
    if text:
        _run(paragraph, text, face, size)
    return paragraph


def _head(made: Made, letter: Letter) -> None:
    """Class mark, issuer in red, number, red line, title, addressee (7.2, 7.3.1, 7.3.2)."""
    _line(made, letter.mark, FIRST, align=Align.RIGHT)
    _line(made)
    issuer = _line(made, align=Align.CENTER)
    _loose(issuer, Pt(48))
    _run(issuer, letter.issuer, TITLE, Pt(36)).font.color.rgb = RED
    _line(made)
    number = _line(made, letter.document, align=Align.CENTER)
    number.paragraph_format.space_after = Mm(4)
    _ruled(number, _edge("bottom", 12, "E00000", 11))
    _line(made)
    title = _line(made, letter.title, TITLE, SIZE2, Align.CENTER)
    _loose(title, Pt(34))
    _line(made)
    _line(made, f"{letter.addressee}：")


def _loose(paragraph: Paragraph, pitch: Any) -> None:
    """Let a paragraph of another size leave the grid, its lines `pitch` apart."""
    paragraph.paragraph_format.line_spacing = pitch
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(snap, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _ruled(paragraph: Paragraph, edge: str) -> None:
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{edge}</w:pBdr>")
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(border, "w:shd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _text(made: Made, letter: Letter) -> None:
    paragraph = made.paragraphs[-1]
    for block in blocks(letter.text):
        paragraph = _line(made, align=Align.JUSTIFY, indent=2)
        paragraph.paragraph_format.keep_with_next = (
            not block.text
        )  # a heading, and the last words, stand not alone
        if block.heading:
            _run(paragraph, block.heading, FACES[block.level])
        if block.text:
            _run(paragraph, block.text, BODY)
    paragraph.paragraph_format.keep_with_next = paragraph.paragraph_format.keep_together = True
    if letter.annex:
        _line(made).paragraph_format.keep_with_next = True
        _line(made, f"附件：{letter.annex.title}", indent=2).paragraph_format.keep_with_next = True


def _foot(made: Made, letter: Letter) -> None:
    """Issuer over the date, room for the seal; contact; annex; copies and printing at the end (7.3.5 to 7.4)."""
    for _blank in range(2):
        made.add_paragraph().paragraph_format.keep_with_next = True
    width = max(len(letter.issuer), 8) + 2
    for text in (letter.issuer, letter.dated):
        line = _line(made, text, align=Align.CENTER)
        line.paragraph_format.left_indent = Mm(156 - (width + 4) * GLYPH)
        line.paragraph_format.right_indent = Mm(4 * GLYPH)
        line.paragraph_format.keep_with_next = True
    _line(made).paragraph_format.keep_with_next = True
    _line(made, letter.contact_line, indent=2)
    if letter.annex:
        _annex(made, letter)
    _printed(made, letter)


def _annex(made: Made, letter: Letter) -> None:
    annex = letter.annex
    if annex is None:
        return
    _line(made, "附件", FIRST).paragraph_format.page_break_before = True
    _line(made)
    _loose(_line(made, annex.title, TITLE, SIZE2, Align.CENTER), Pt(34))
    _line(made)
    _line(made, annex.note, align=Align.JUSTIFY, indent=2)
    table = made.add_table(rows=0, cols=len(annex.columns))
    table.style, table.autofit = "Table Grid", False
    shares = [share for _name, share in annex.columns]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(156 * share / sum(shares))
    for n, row in enumerate([tuple(name for name, _share in annex.columns), *annex.rows]):
        made_row = table.add_row()
        _keep_whole(made_row._tr, head=n == 0)
        _cells(made_row.cells, row, shares, FIRST if n == 0 else BODY)


def _keep_whole(row: Any, *, head: bool) -> None:
    properties = row.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader") if head else ("w:cantSplit",):
        properties.append(OxmlElement(name))


def _cells(cells: Iterable[Any], texts: Iterable[str], shares: list[int], face: str) -> None:
    for cell, text, share in zip(cells, texts, shares, strict=True):
        cell.width = Mm(156 * share / sum(shares))
        _run(cell.paragraphs[0], text, face, SMALL)
        _loose(cell.paragraphs[0], Pt(15))


def _printed(made: Made, letter: Letter) -> None:
    """Two or three ruled lines in size 4, thick outside and thin within, at the foot of the last page."""
    rows = [f"　抄送：{letter.copies}。"] if letter.copies else []
    rows.append(f"　{letter.issuer}\t{letter.printed}　")
    table = made.add_table(rows=len(rows), cols=1)
    table.autofit = False
    height = sum(PRINTED * (1 + len(text) // PER_LINE) for text in rows)
    edges = _edge("top", 8) + _edge("bottom", 8) + _edge("insideH", 6)
    for xml in (
        f'<w:tblpPr {nsdecls("w")} w:vertAnchor="page" w:horzAnchor="margin" w:tblpX="1" w:tblpY="{FOOT - height}"/>',
        f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>",
    ):
        table._tbl.tblPr.insert_element_before(parse_xml(xml), "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
    for row, text in zip(table.rows, rows, strict=True):
        row.cells[0].width = Mm(156)
        line = row.cells[0].paragraphs[0]
        line.paragraph_format.tab_stops.add_tab_stop(Mm(152), WD_TAB_ALIGNMENT.RIGHT)
        _run(line, text, BODY, SIZE4)
        _loose(line, Pt(PRINTED / 20))
    _loose(_line(made), Pt(1))  # what a floating table at the end hangs on


def _edge(side: str, eighths: int, colour: str = "000000", space: int = 1) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def _describe(made: Made, letter: Letter) -> None:
    properties = made.core_properties
    properties.title, properties.author = letter.title, letter.issuer
    properties.comments, properties.last_modified_by = "", letter.issuer
    if letter.day:
        properties.created = properties.modified = datetime.combine(letter.day, time(), tzinfo=UTC)
