"""Figures follow records at once, whether folded or not, at any level and over any period."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from gongzhi.kernel.indicators import selectors
from gongzhi.kernel.indicators.areas import count_areas
from gongzhi.kernel.indicators.checking import differences, rebuild
from gongzhi.kernel.indicators.declarations import (
    INDICATORS,
    Areas,
    Average,
    Flow,
    Indicator,
    Ratio,
    Stock,
    know_indicators,
)
from gongzhi.kernel.indicators.folding import fold
from gongzhi.kernel.indicators.models import Total
from gongzhi.kernel.record.declarations import COUNTS, SYSTEM, TYPES, Count, RecordType, count, declare
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import lineage
from gongzhi.kernel.territory.services import succeed
from gongzhi.lib.periods import Period

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 4, tzinfo=UTC)
TODAY = date(2026, 11, 25)
YEAR = Period.parse("2019")


def indicator(key: str, reading, **more) -> Indicator:
    return Indicator(key=key, title=key, reading=reading, unit="个", definition="—", source="—", **more)


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    kinds = [RecordType(f"trees.{what}", "{n}") for what in ("planted", "felled", "watered")]
    for kind in kinds:
        declare(kind)
    count(Count("trees", kind="trees.planted", amount="n", by=("kind",), day="on"))
    count(Count("trees", kind="trees.felled", amount="n", sign=-1, by=("kind",), day="on"))
    count(Count("water", kind="trees.watered", each="buckets", amount="litres"))
    know_indicators(
        (
            indicator("trees", Stock("trees"), by=("kind",)),
            indicator("trees.first", Stock("trees", first=True)),
            indicator("trees.average", Average(Stock("trees"))),
            indicator("trees.planted", Flow("trees")),
            indicator("trees.oaks", Stock("trees", {"kind": "oak"})),
            indicator(
                "trees.share", Ratio(Stock("trees", {"kind": "oak"}), Stock("trees"), times=100), digits=1
            ),
            indicator("trees.few", Stock("trees"), smallest=5),
            indicator("water", Flow("water"), scale=10, digits=1),
            indicator("areas", Areas(level=12)),
            indicator("towns", Areas(level=12, urban=True)),
        )
    )
    yield
    for kind in kinds:
        del TYPES[kind.key], COUNTS[kind.key]
    for key in [k for k, i in INDICATORS.items() if i.source == "—"]:
        del INDICATORS[key]


def say(what: str, area: str = "500112001001", at: datetime = AT, **payload) -> Entry:
    return write(TYPES[f"trees.{what}"], stream=uuid4(), area=area, actor=SYSTEM, at=at, payload=payload)


def shown(key: str, period: str = "2026-11-25", area: str = "50") -> str:
    return selectors.value(key, area=area, period=Period.parse(period), on=TODAY).shown


def fold_all() -> None:
    while fold(at=AT):
        pass


@pytest.fixture(params=["waiting", "folded"])
def settle(request):
    """Figures must be the same whether the worker has come by or not."""
    return fold_all if request.param == "folded" else lambda: None


def test_a_figure_is_right_the_moment_it_is_read(settle):
    say("planted", n=3, kind="oak", on="2019-03-01")
    say("planted", n=2, kind="elm", on="2019-07-01", area="500112002001")
    settle()
    say("felled", n=1, kind="oak", on="2020-05-05")

    assert shown("trees") == "4"
    assert shown("trees", "2019") == "5"
    assert shown("trees", "2018") == "0"
    assert shown("trees", "2019-06-30", area="500112") == "3"
    assert shown("trees.planted", "2019") == "5"
    assert shown("trees.planted", "2019/2020") == "4"
    assert shown("trees.oaks", "2020") == "2"
    assert shown("trees.share", "2019") == "60.0"


def test_each_level_sums_what_lies_below(settle):
    for area, n in (("500112001001", 1), ("500112001002", 2), ("500112002001", 4), ("500113001001", 8)):
        say("planted", n=n, kind="oak", on="2019-01-31", area=area)
    say("planted", n=16, kind="oak", on="2019-01-31", area="500112")
    settle()

    def children(area: str) -> dict[str, str]:
        found = selectors.children("trees", area=area, period=YEAR, on=TODAY)
        return {code: value.shown for code, value in found.items()}

    assert children("50") == {"500112": "23", "500113": "8"}
    assert children("500112") == {"500112001": "3", "500112002": "4"}
    assert children("500112001") == {"500112001001": "1", "500112001002": "2"}


def test_first_last_and_average_values_of_a_stock_are_those_that_users_of_dhis2_expect(settle):
    say("planted", n=6, kind="oak", on="2019-01-15")
    say("planted", n=12, kind="oak", on="2019-07-01")
    settle()

    assert shown("trees.first", "2019") == "6"
    assert shown("trees", "2019") == "18"
    assert shown("trees.average", "2019") == "12"
    assert [v.shown for v in selectors.series("trees", YEAR.back(3), area="50", on=TODAY)] == ["0", "0", "18"]


def test_a_figure_is_split_by_its_dimensions_and_no_other(settle):
    say("planted", n=6, kind="oak", on="2019-01-15")
    say("planted", n=2, kind="elm", on="2019-01-15")
    settle()

    found = selectors.split("trees", "kind", area="50", period=YEAR, on=TODAY)
    assert {name: value.shown for name, value in found.items()} == {"elm": "2", "oak": "6"}
    with pytest.raises(ValueError, match="no dimension"):
        selectors.split("trees", "height", area="50", period=YEAR, on=TODAY)


def test_a_ratio_is_made_of_summed_parts_and_nothing_is_divided_by_nothing(settle):
    say("planted", n=1, kind="oak", on="2019-01-15", area="500112001001")
    say("planted", n=9, kind="elm", on="2019-01-15", area="500112002001")
    say("planted", n=1, kind="oak", on="2019-01-15", area="500113001001")
    settle()

    assert shown("trees.share", "2019", area="500112") == "10.0"  # not the mean of 100 and 0
    assert shown("trees.share", "2019") == "18.2"
    assert shown("trees.share", "2018") == "—"


def test_what_nobody_recorded_is_zero_and_said_to_be_missing():
    assert selectors.value("trees", period=YEAR, on=TODAY).missing
    assert shown("trees") == "0"


def test_few_people_are_not_told_apart(settle):
    say("planted", n=4, kind="oak", on="2019-01-15")
    settle()
    value = selectors.value("trees.few", period=YEAR, on=TODAY)

    assert (value.shown, value.number) == ("<5", None)


def test_a_fact_of_a_day_to_come_counts_when_it_comes():
    say("planted", n=5, kind="oak", on="2026-12-01")
    fold_all()

    assert shown("trees") == "0"
    assert shown("trees", "2026") == "5"
    assert fold(at=AT + timedelta(days=7)) == 1
    assert not list(differences(at=AT + timedelta(days=7)))


def test_one_entry_may_count_for_many():
    say("watered", buckets=[{"litres": 15}, {"litres": 7}])

    assert shown("water", "2026-11") == "2.2"


def test_areas_are_counted_as_they_were_on_a_day():
    for code, since, until in (
        ("500112", 2000, None),
        ("500112001", 2000, None),
        ("500112001001", 2000, 2021),
        ("500112001002", 2019, None),
    ):
        Area.objects.create(
            code=code,
            name=code,
            level=len(code),
            kind="",
            urban=True,
            since=date(since, 1, 1),
            until=until and date(until, 1, 1),
        )
    count_areas(at=AT)

    assert [shown("areas", year) for year in ("2018", "2019", "2021")] == ["1", "2", "1"]
    assert shown("towns", "2019", area="500112001") == "2"
    assert not list(differences(at=AT))


def test_a_series_across_a_merger_is_told_as_it_was_and_in_the_areas_of_today(settle):
    for code in ("500112001001", "500112001002", "500112001003", "500112001004"):
        Area.objects.create(code=code, name=code, level=12, kind="", since=date(2010, 1, 1))
    say("planted", n=3, on="2018-05-01", area="500112001001")
    say("planted", n=4, on="2018-05-01", area="500112001002")
    say("planted", n=8, on="2018-05-01", area="500112001004")
    settle()
    say("planted", n=1, on="2020-05-01", area="500112001003")
    for old, new in (("001", ["003"]), ("002", ["003"]), ("004", ["002", "003"])):
        succeed(
            old=f"500112001{old}",
            new=[f"500112001{code}" for code in new],
            on=date(2020, 1, 1),
            at=AT,
            actor=SYSTEM,
        )
    origin = lineage("500112001003")
    years = [Period.parse(text) for text in ("2017", "2018", "2020")]

    def told(came_from) -> list[str]:
        found = selectors.series("trees", years, area="500112001003", on=TODAY, came_from=came_from)
        return [value.shown for value in found]

    assert told(()) == ["0", "0", "1"]
    # 004 was parted between 002 and 003, and 002 is in 003 by now: so all of it is
    assert (origin.whole, origin.parted) == (("500112001001", "500112001002", "500112001004"), ())
    assert told(origin.whole) == ["0", "15", "16"]
    assert lineage("500112001002").parted == ("500112001004",)


def test_a_personal_field_cannot_be_counted_by():
    declare(RecordType("trees.adopted", "{name}", frozenset({"name"})))
    with pytest.raises(ValueError, match="personal"):
        count(Count("adopted", kind="trees.adopted", by=("name",)))
    del TYPES["trees.adopted"]


def test_a_total_that_somebody_changed_is_found_and_made_right():
    say("planted", n=3, kind="oak", on="2019-03-01")
    fold_all()
    Total.objects.filter(level=2, grain="y").update(amount=4)
    Total.objects.filter(level=9, grain="m").delete()

    found = list(differences(at=AT))
    assert {(d.key[1], d.total, d.record) for d in found} == {(2, 4, 3), (9, 0, 3)}
    rebuild(at=AT)
    assert not list(differences(at=AT))
