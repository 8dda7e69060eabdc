"""Behind every figure stand the entries that make it up; beside it its peers, its rule, its target, its sign-off."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from gongzhi.kernel.indicators import comparing, selectors
from gongzhi.kernel.indicators.approvals import remarks, signed
from gongzhi.kernel.indicators.behind import behind, may_look
from gongzhi.kernel.indicators.declarations import (
    INDICATORS,
    Ratio,
    Rule,
    Stock,
    Target,
    know_indicators,
)
from gongzhi.kernel.indicators.policies import by_which, remarks_by
from gongzhi.kernel.indicators.services import approve, remark
from gongzhi.kernel.people.actor import ANONYMOUS, Actor, Grant
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM, TYPES, RecordType, declare
from gongzhi.kernel.territory.models import Area, AreaName
from gongzhi.lib.periods import Period

from .test_figures import AT, TODAY, declared, indicator, say  # noqa: F401 -- the trees

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2019")
TOWNSHIP = "500112001"
HERE = {"area": "500112", "period": YEAR, "on": TODAY}


def amounts(key: str, part: int = 0, *, most: int = 2, **where) -> list[list[Fraction]]:
    """Answer the amounts page by page."""
    found, pages, start = INDICATORS[key], [], ""
    while True:
        page = behind(found, found.parts[part], start=start, most=most, **{**HERE, **where})
        pages.append([line.amount for line in page.lines])
        if not (start := page.more):
            return pages


def total(pages) -> Fraction:
    return sum((n for page in pages for n in page), Fraction(0))


@pytest.mark.parametrize(
    "key", ["trees", "trees.planted", "trees.first", "trees.average", "trees.oaks", "water"]
)
def test_what_is_listed_adds_up_to_the_figure(key):
    for n in range(1, 8):
        species = "oak" if n % 2 else "elm"
        say("planted", n=n, kind=species, on=f"2019-0{n}-15", area=f"50011200{n % 2 + 1}001")
    say("felled", n=3, kind="oak", on="2019-08-01")
    say("felled", n=1, kind="oak", on="2020-08-01")
    say("planted", n=50, kind="oak", on="2019-01-01", area="500113001001")
    then = AT - timedelta(days=7 * 365 + 100)
    say("watered", at=then, buckets=[{"litres": 25}, {"litres": 5}])
    say("watered", at=AT, buckets=[{"litres": 70}])
    pages = amounts(key)
    assert total(pages) == selectors.value(key, **HERE).number
    assert all(len(page) <= 2 for page in pages)


def test_a_ratio_opens_onto_both_of_its_parts():
    say("planted", n=3, kind="oak", on="2019-03-01")
    say("planted", n=2, kind="elm", on="2019-03-01")
    parts = selectors.parts_of("trees.share", **HERE)
    assert [total(amounts("trees.share", n)) for n in (0, 1)] == list(parts.values()) == [3, 5]


def test_behind_a_number_of_areas_stand_the_areas():
    for n, until in ((1, None), (2, date(2019, 5, 1)), (3, None)):
        Area.objects.create(
            code=f"{TOWNSHIP}00{n}", name="x", level=12, kind="village", since=date(2016, 1, 1), until=until
        )
    assert amounts("areas", most=1) == [[1], [1]]


def test_everybody_sees_records_without_personal_data_and_officers_of_the_area_see_the_others():
    clerk = Actor(account="x", grants=(Grant(Role.DISTRICT_OFFICER, "500112"),))
    assert may_look(ANONYMOUS, INDICATORS["trees"], "500112")
    assert not may_look(ANONYMOUS, INDICATORS["trees.few"], "500112")
    assert may_look(clerk, INDICATORS["trees.few"], TOWNSHIP)
    assert not may_look(clerk, INDICATORS["trees.few"], "500113")
    plain = TYPES["trees.watered"]
    TYPES["trees.watered"] = RecordType(plain.key, plain.sentence, frozenset({"gardener"}))
    assert not may_look(ANONYMOUS, INDICATORS["water"], "500112")
    TYPES["trees.watered"] = plain


@pytest.fixture
def townships() -> None:
    for n in range(1, 9):
        _area(f"50011200{n}", f"第{n}街道办事处")


def _area(code: str, name: str, urban: bool | None = None) -> None:
    made = Area.objects.create(
        code=code, name=name, level=len(code), kind="other", since=date(2016, 1, 1), urban=urban
    )
    AreaName.objects.create(area=made, name=name, since=date(2016, 1, 1))


def test_the_level_below_is_ranked_and_shows_who_lies_apart_and_who_says_nothing(townships):
    for n in range(1, 8):
        say("planted", n=90 if n == 7 else n % 2 + 1, kind="oak", on="2019-03-01", area=f"50011200{n}001")
    rows = comparing.peers("trees", **HERE)
    assert [(row.rank, row.name) for row in rows[:2]] == [(1, "第7街道"), (2, "第1街道")]
    assert [row.rank for row in rows] == [1, 2, 2, 2, 5, 5, 5, None]
    assert [row.code for row in rows if row.score.outlier] == ["500112007"]
    assert rows[0].apart == 88
    assert sum(row.share for row in rows if row.share) == 1
    assert rows[-1].value is None
    own = comparing.place("trees", area="500112007", period=YEAR, on=TODAY)
    assert (own.rank, own.of, own.middle) == (1, 7, 2)
    assert comparing.completeness("trees", **HERE) == (7, 8)


def test_what_is_recorded_long_after_its_period_is_not_in_time(townships):
    say(
        "planted",
        n=1,
        kind="oak",
        on="2019-03-01",
        area="500112001001",
        at=datetime(2019, 12, 1, tzinfo=AT.tzinfo),
    )
    say("planted", n=1, kind="oak", on="2019-03-01", area="500112002001", at=AT)
    assert comparing.punctuality("trees", **HERE) == (1, 2)
    assert comparing.punctuality("trees", area="500112", period=Period.parse("2026"), on=TODAY) is None


def test_a_rule_is_kept_broken_or_unknown_in_each_community():
    know_indicators(
        (
            indicator("trees.enough", Stock("trees"), rule=Rule(at_least=3)),
            indicator("trees.enough_in_town", Stock("trees"), rule=Rule(at_least=3, urban=True)),
        )
    )
    for n in range(1, 4):
        _area(f"{TOWNSHIP}00{n}", f"第{n}社区", urban=n != 2)
    say("planted", n=3, kind="oak", on="2019-03-01", area=f"{TOWNSHIP}001")
    say("planted", n=2, kind="oak", on="2019-03-01", area=f"{TOWNSHIP}002")

    def codes(key: str) -> tuple[list[str], ...]:
        found = comparing.verdicts(key, **HERE)
        return tuple([row.code[-1] for row in rows] for rows in (found.kept, found.broken, found.unknown))

    assert codes("trees.enough") == (["1"], ["2"], ["3"])
    assert codes("trees.enough_in_town") == (["1"], [], ["3"])
    assert comparing.verdicts("trees", **HERE) is None


def test_a_target_is_judged_on_its_day_once_that_has_passed():
    share = Ratio(Stock("trees", {"kind": "oak"}), Stock("trees"), 100)
    know_indicators((indicator("trees.target", share, target=Target(60, date(2019, 12, 31))),))
    assert comparing.reached("trees.target", area="50", on=TODAY).lacks is None
    say("planted", n=1, kind="oak", on="2019-03-01")
    say("planted", n=1, kind="elm", on="2019-03-01")
    say("planted", n=98, kind="oak", on="2020-03-01")
    found = comparing.reached("trees.target", area="50", on=TODAY)
    assert (found.value.shown, found.lacks) == ("50", 10)
    assert comparing.reached("trees", area="50", on=TODAY) is None


def test_what_is_signed_off_stays_and_a_later_change_stands_beside_it():
    say("planted", n=3, kind="oak", on="2019-03-01")
    given = {"key": "trees", "area": "50", "period": YEAR, "actor": SYSTEM, "at": AT}
    approve(**given, note="已核对")
    remark(**given, text="数据来自年报")
    say("planted", n=2, kind="oak", on="2019-04-01")

    now = selectors.value("trees", period=YEAR, on=TODAY)
    found = signed([now], area="50", period=YEAR)["trees"]
    assert (found.shown, found.correction, now.shown) == ("3", "+2", "5")
    assert [said.payload["text"] for said in remarks("trees", area="50", period=YEAR)] == ["数据来自年报"]
    assert remarks("trees", area="50", period=Period.parse("2020")) == []
    with pytest.raises(ValidationError, match="还没有结束"):
        approve(**{**given, "period": Period.parse("2026")}, note="")
    with pytest.raises(ValidationError, match="请写下"):
        remark(**given, text=" ")


def test_the_office_of_the_area_or_above_signs_off_and_an_auditor_only_remarks():
    def actor(role: Role, area: str, body: str = "") -> Actor:
        return Actor(account=str(uuid4()), grants=(Grant(role, area, body),))

    own, above = actor(Role.SUBDISTRICT_OFFICER, TOWNSHIP), actor(Role.DISTRICT_OFFICER, "500112")
    assert by_which(own, TOWNSHIP)
    assert by_which(above, TOWNSHIP)
    assert not by_which(own, "500112")
    assert not by_which(actor(Role.COMMUNITY_WORKER, TOWNSHIP), TOWNSHIP)
    assert not by_which(actor(Role.DISTRICT_OFFICER, "500112", "500112:housing"), TOWNSHIP)
    auditor = actor(Role.AUDITOR, "50")
    assert remarks_by(auditor, TOWNSHIP)
    assert not by_which(auditor, TOWNSHIP)


def test_entries_of_other_measures_are_passed_over():
    declare(RecordType("trees.other", "x"))
    say("other", n=1)
    say("planted", n=1, kind="oak", on="2019-03-01")
    assert amounts("trees") == [[1]]
    del TYPES["trees.other"]
