"""A city's taxonomy: codes that stay, kinds that are retired, files that are refused whole."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from gongzhi.kernel.bodies.models import Duty, DutyList
from gongzhi.kernel.bodies.selectors import duty_list
from gongzhi.kernel.matters.models import Kind
from gongzhi.modules.cases.factories import MONDAY
from gongzhi.modules.cases.services import load_kinds, prepare
from gongzhi.modules.cases.services.kinds import KnownKinds

TODAY = MONDAY.date()
NAMES = "level1,level2,level3\n城乡建设,安全生产,事故处理\n城乡建设,安全生产,安全隐患\n环境卫生,垃圾清运,夜间清运\n"
OWN = "code,name,level,function,amount,unit,place\n"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_kinds() -> None:
    prepare(MONDAY)


@pytest.fixture
def load(tmp_path):
    def write(text: str, name: str = "city.csv", **more):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return load_kinds(path=path, on=TODAY, **more)

    return write


def in_force() -> dict[str, str]:
    return dict(Kind.objects.filter(retired_on__isnull=True).values_list("code", "name"))


def test_known_names_keep_their_codes_and_new_ones_get_the_next_free(load):
    own = Kind.objects.count()
    done = load(NAMES)
    assert (done.kinds, done.new, done.changed, done.version) == (3, 5, 0, "city")
    top = next(code for code, name in in_force().items() if name == "城乡建设")
    assert in_force() == {
        "01": "环境卫生",
        "0101": "垃圾清运",
        "010104": "夜间清运",
        top: "城乡建设",
        f"{top}01": "安全生产",
        f"{top}0101": "事故处理",
        f"{top}0102": "安全隐患",
    }
    assert done.retired == own - 2
    assert Kind.objects.count() == own + 5


def test_a_second_run_changes_nothing(load):
    first = load(NAMES)
    again = load(NAMES)
    assert (again.kinds, again.new, again.changed, again.retired) == (3, 0, 0, 0)
    assert again.version == first.version
    assert DutyList.objects.count() == 2
    assert prepare(MONDAY) == 0


def test_the_same_kind_twice_counts_once(load):
    assert load(NAMES + "城乡建设,安全生产, 安全隐患 \n").kinds == 3


def test_a_kind_that_comes_back_has_the_code_it_had(load):
    load(NAMES)
    before = in_force()
    load(NAMES.replace("城乡建设,安全生产,事故处理\n", ""))
    assert Kind.objects.get(name="事故处理").retired_on == TODAY
    load(NAMES.replace("事故处理", "新的一类"))
    assert load(NAMES).changed == 1
    assert in_force() == before


def test_a_new_kind_is_the_communitys_a_known_one_stays_with_whom_it_was(load):
    load(NAMES + "环境卫生,污染扰民,油烟扰民\n")
    now = duty_list(TODAY)
    assert set(Duty.objects.filter(duties=now).values_list("level", "function")) == {(12, ""), (6, "ecology")}


def test_a_changed_list_gets_a_number_behind_its_name(load):
    assert load(NAMES, version="2026版").version == "2026版"
    assert load(NAMES + "民政,低保,申请\n", version="2026版").version == "2026版-2"


def test_the_platforms_own_columns_set_level_department_and_term(load):
    rows = "50,市容,,,,,\n5001,广告,,,,,\n500101,违规广告,6,works,5,working,1\n"
    assert load(OWN + rows).kinds == 1
    kind = Kind.objects.get(pk="500101")
    assert (kind.term_amount, kind.term_unit) == (5, "working")
    duty = Duty.objects.get(duties=duty_list(TODAY))
    assert (duty.kind_code, duty.level, duty.function) == ("500101", 6, "works")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,code\n甲,1\n", "文件里应有这些列.*现有：name、code"),
        ("level1,level2,level3\n", "没有任何类别"),
        ("level1,level2,level3\n甲,,乙\n", "第2行的名称应为1至60个字"),
        (f"level1,level2,level3\n甲,乙,{'丙' * 61}\n", "第2行的名称"),
        ("level1\n" + "".join(f"类{n}\n" for n in range(100)), "最多99个"),
        (OWN + "5x,市容,,,,,\n", "第2行的代码“5x”"),
        (OWN + "50,市容,,,,,\n50,市容,,,,,\n", "第3行的代码“50”前面已经有了"),
        (OWN + "5001,市容,,,,,\n", "上一级“50”不在文件里"),
        (OWN + "50,市容,7,,,,\n", "层级“7”"),
        (OWN + "50,市容,,,五,working,\n", "期限“五 working”"),
        (OWN + "50,市容,,,90,working,\n", "超过《信访工作条例》.*60日"),
        (OWN + "50,市,容,,,,,1\n", "第2行有8格"),
    ],
)
def test_a_wrong_file_is_refused_whole(load, text, told):
    before = in_force()
    with pytest.raises(ValueError, match=told):
        load(text)
    assert in_force() == before
    assert DutyList.objects.count() == 1


def test_a_code_of_another_procedure_is_not_taken_over(load):
    Kind.objects.create(code="50", name="别的", procedure="other")
    with pytest.raises(ValueError, match="已用于其他业务"):
        load(OWN + "50,市容,,,,,\n")


def test_a_kind_is_found_by_code_path_or_name_and_never_guessed(load):
    load(NAMES + "民政,安全生产,安全隐患\n")
    kinds = KnownKinds()
    assert kinds.find("夜间清运").code == "010104"
    assert kinds.find("010101").retired_on == TODAY
    assert kinds.find("民政", "安全生产", "安全隐患") != kinds.find("城乡建设", "安全生产", "安全隐患")
    with pytest.raises(ValueError, match="有几个类别叫“安全隐患”"):
        kinds.find("安全隐患")
    with pytest.raises(ValueError, match="没有“民政/低保”"):
        kinds.find("民政", "低保")


def test_the_command_reads_a_workbook_and_prints_one_object(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["一级分类", "二级分类", "三级分类"])
    book.active.append(["民政", "低保", "申请"])
    book.save(tmp_path / "分类.xlsx")
    out = StringIO()
    call_command("import_kinds", tmp_path / "分类.xlsx", "--json", stdout=out)
    facts = json.loads(out.getvalue())
    assert (facts["kinds"], facts["new"], facts["version"]) == (1, 3, "分类")
    with pytest.raises(CommandError, match="打不开"):
        call_command("import_kinds", tmp_path / "none.csv")
