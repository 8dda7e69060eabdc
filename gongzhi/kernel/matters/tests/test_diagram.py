"""The picture of a procedure and the table behind it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

import pytest

from gongzhi.kernel.matters.declarations import Procedure
from gongzhi.kernel.matters.diagram import Row, rows, state_diagram, width_of
from gongzhi.kernel.matters.tests.procedures import ALL, SAMPLE, S

SVG = "{http://www.w3.org/2000/svg}"
DESKTOP = 1240  # what is left of 1280 px for a page's content
each = pytest.mark.parametrize("procedure", ALL, ids=lambda p: p.key)


def drawn(procedure: Procedure) -> Element:
    return fromstring(state_diagram(procedure))  # noqa: S314  (our own)


def texts(parent: Element) -> Iterator[str]:
    return (text.text or "" for text in parent.iter(f"{SVG}text"))


def groups(svg: Element, role: str) -> list[Element]:
    return [g for g in svg.iter(f"{SVG}g") if role in g.get("class", "").split()]


@each
def test_every_state_and_every_step_is_on_the_picture(procedure: Procedure) -> None:
    shown = "\n".join(texts(drawn(procedure)))
    assert all(str(state.label) in shown for state in procedure.states)
    assert all(str(step.verb) in shown for step in procedure.steps)


@each
def test_start_and_final_states_are_set_apart(procedure: Procedure) -> None:
    svg = drawn(procedure)
    assert len(groups(svg, "start")) == 1
    finals = {next(texts(g)) for g in groups(svg, "final")}
    assert finals == {str(s.label) for s in procedure.final}
    assert len(groups(svg, "state")) == len(procedure.states)


@each
def test_the_picture_fits_a_desktop_and_says_what_it_is(procedure: Procedure) -> None:
    svg = drawn(procedure)
    assert int(svg.get("width", "0")) <= DESKTOP
    assert svg.get("role") == "img"
    ids = {element.get("id") for element in svg.iter()}
    assert set(svg.get("aria-labelledby", "-").split()) <= ids
    assert svg.findtext(f"{SVG}title") == str(procedure.title)
    assert str(procedure.start.label) in (svg.findtext(f"{SVG}desc") or "")


@each
def test_no_text_is_wider_than_its_box(procedure: Procedure) -> None:
    for group in (*groups(drawn(procedure), "state"), *groups(drawn(procedure), "act")):
        box = group.find(f"{SVG}rect")
        assert box is not None
        for text in group.iter(f"{SVG}text"):
            assert (
                width_of(text.text or "", int(text.get("font-size", "0"))) <= int(box.get("width", "0")) - 8
            )


def test_colours_are_the_page_s() -> None:
    painted = {e.get(name) for e in drawn(SAMPLE).iter() for name in ("fill", "stroke")}
    assert painted <= {None, "none", "currentColor"}


def test_what_is_declared_is_escaped() -> None:
    source = state_diagram(SAMPLE)
    assert "<样例>" not in source
    assert "&lt;样例&gt; &amp; &quot;引号&quot;" in source


def test_an_act_tells_who_may_take_it_and_by_which_article() -> None:
    hints = [title.text or "" for title in drawn(SAMPLE).iter(f"{SVG}title")]
    assert "请补充：承办单位；开始：补充期限 15 日；《信访工作条例》第二十三条" in hints
    assert "补充期满：系统；期满：补充期限 15 日" in hints


def test_the_table_has_a_row_for_every_step_from_every_state() -> None:
    table = rows(SAMPLE)
    assert len(table) == sum(len(step.sources) for step in SAMPLE.steps)
    assert table[1] == Row(
        source="已登记",
        verb="请补充",
        target="待补充",
        who="承办单位",
        term="开始：补充期限 15 日",
        article="《信访工作条例》第二十三条",
    )
    kept = next(row for row in table if row.verb == "督办" and row.source == S.WAITING.label)
    assert (kept.target, kept.who, kept.term, kept.article) == ("待补充", "上一级机关", "", "")
