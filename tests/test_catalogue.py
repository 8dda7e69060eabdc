"""The tool that keeps the English catalogue, tried with good and bad lines."""

from gettext import GNUTranslations
from pathlib import Path

import pytest

from tools import catalogue

MODULE = "gongzhi/modules/wells"
PO = f"{MODULE}/{catalogue.PO.as_posix()}"
PAGE = """\
{% load i18n %}
  <h1>{% translate "水井" %}</h1>
    {% blocktranslate count n=wells|length trimmed %}
      共 {{ n }} 口井
    {% plural %}
      共 {{ n }} 口井
    {% endblocktranslate %}
  {% blocktranslate context "动词" with who=name %}{{ who }}挖井{% endblocktranslate %}
  {{ depth|default:_("未知") }} {# translators: nothing #}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    write(tmp_path, f"{MODULE}/module.py", 'from x import gettext_lazy as _\nTITLE = _("打井")\n')
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def found(root: Path) -> set[tuple[str, str]]:
    return {catalogue.key(m) for m in catalogue.texts(catalogue.collect(catalogue.homes(root)[1]))}


def translated(root: Path, english: str, chinese: str = "打井", comment: str = "") -> list[str]:
    write(root, f"{MODULE}/module.py", f'_("{chinese}")\n')
    catalogue.update(root)
    write(root, PO, f'{catalogue.HEADER}{comment}\nmsgid "{chinese}"\nmsgstr "{english}"\n')
    return [line.removeprefix(PO).strip(": ") for line in catalogue.check(root)]


def test_texts_are_found_in_python(house: Path) -> None:
    write(
        house,
        f"{MODULE}/views.py",
        'gettext("甲")\nngettext("{n}个", "{n}个", 2)\npgettext("门", "开")\n"不译"\nother("乙")\n',
    )
    assert found(house) == {("", "打井"), ("", "甲"), ("", "{n}个"), ("门", "开")}


def test_texts_are_found_in_templates_however_they_are_indented(house: Path) -> None:
    write(house, f"{MODULE}/templates/wells/list.html", PAGE)
    assert found(house) == {
        ("", "打井"),
        ("", "水井"),
        ("", "共 %(n)s 口井"),
        ("动词", "%(who)s挖井"),
        ("", "未知"),
    }


def test_texts_of_tests_are_nobodys_to_translate(house: Path) -> None:
    write(house, f"{MODULE}/tests/test_wells.py", '_("试")\n')
    assert found(house) == {("", "打井")}


def test_a_good_line_passes(house: Path) -> None:
    assert translated(house, "Dig a well") == []


def test_a_line_with_places_passes(house: Path) -> None:
    assert translated(house, "{who} has 50%% of %(what)s", "{who}有50%%的%(what)s") == []


@pytest.mark.parametrize(
    ("english", "chinese", "fault"),
    [
        ("", "打井", "not translated"),
        ("Dig 井", "打井", "the English holds Chinese"),
        ("Dug by {whom}", "{who}打井", "places differ: {who in Chinese, {whom in English"),
        ("Dug", "%(who)s打井", "places differ: %(who) in Chinese, - in English"),
        ("%s of %s", "%s口井", "places differ: %s in Chinese, %s %s in English"),
        ("Dig a well", "dig", "the source text is not Chinese"),
    ],
)
def test_a_bad_line_is_named(house: Path, english: str, chinese: str, fault: str) -> None:
    [line] = translated(house, english, chinese)
    assert f"“{chinese}”: {fault}" in line


def test_a_fuzzy_line_is_named(house: Path) -> None:
    assert "marked fuzzy" in translated(house, "Dig", comment="#, fuzzy")[0]


def test_chinese_on_purpose_is_kept_through_an_update(house: Path) -> None:
    assert translated(house, "Dig (打井)", comment=f"# {catalogue.KEEPS_CHINESE}") == []
    catalogue.update(house)
    assert catalogue.check(house) == []


def test_missing_and_left_over_texts_are_named(house: Path) -> None:
    assert translated(house, "Dig a well") == []
    write(house, f"{MODULE}/module.py", '_("填井")\n')
    assert [line.split(": ", 1)[1] for line in catalogue.check(house)] == [
        "“填井” is missing",
        "“打井” is no longer in the source",
    ]


def test_a_singular_may_leave_its_number_out_and_a_plural_may_not(house: Path) -> None:
    write(house, f"{MODULE}/module.py", 'ngettext("{n}口井", "{n}口井", 1)\n')
    line = 'msgid "{n}口井"\nmsgid_plural "{n}口井"\nmsgstr[0] "a well"\nmsgstr[1] "%s"\n'
    catalogue.update(house)
    write(house, PO, catalogue.HEADER + line % "{n} wells")
    assert catalogue.check(house) == []
    write(house, PO, catalogue.HEADER + line % "wells")
    assert "places differ" in catalogue.check(house)[0]


def test_two_catalogues_must_say_a_text_alike(house: Path) -> None:
    assert translated(house, "Dig a well") == []
    write(house, "gongzhi/shell/context.py", '_("打井")\n')
    catalogue.update(house)
    assert catalogue.check(house) == []
    shell = "gongzhi/shell/" + catalogue.PO.as_posix()
    assert "Dig a well" in (house / shell).read_text("utf-8")
    write(house, shell, (house / shell).read_text("utf-8").replace("Dig a well", "Bore a well"))
    assert "another catalogue says it otherwise" in catalogue.check(house)[0]


def test_an_update_that_changes_nothing_changes_no_byte(house: Path) -> None:
    assert translated(house, "Dig a well") == []
    catalogue.update(house)
    once = (house / PO).read_bytes()
    catalogue.update(house)
    assert (house / PO).read_bytes() == once
    assert once.decode().endswith('msgid "打井"\nmsgstr "Dig a well"\n')


def test_what_is_compiled_is_what_django_reads(house: Path) -> None:
    assert translated(house, "Dig a well") == []
    catalogue.compile_all(house)
    with (house / PO).with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).gettext("打井") == "Dig a well"
