"""There is always exactly one body that must act, found by the list in force that day, else one level up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kernel.bodies.models import Duty, DutyList, Organisation, Post, Seat
from gongzhi.kernel.bodies.selectors import above, assignable, duty_list, office, responsible
from gongzhi.kernel.bodies.services import found, found_offices, office_name, publish_duties, read_duties
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.services import load_areas

COUNTY, TOWNSHIP, COMMUNITY, GRID = "500103", "500103001", "500103001003", "500103001003001"
DAY = timedelta(days=1)
ON = date(2026, 3, 2)
SINCE = date(2020, 1, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _offices(db: None) -> None:
    load_areas(at=datetime(2024, 3, 1, tzinfo=UTC), under=COUNTY)
    found_offices(at=ON)


def department(function: str, area: str = COUNTY, since: date = SINCE) -> Organisation:
    return found(
        code=f"{area}:{function}",
        name=f"渝中区{function}",
        kind=Organisation.Kind.DEPARTMENT,
        area_code=area,
        since=since,
        function=function,
    )


def publish(version: str, *rows: tuple[str, int, str], since: date = SINCE) -> DutyList:
    return publish_duties(version=version, title="清单", since=since, rows=[(*row, "") for row in rows])


def who(kind: str = "010101", area: str = COMMUNITY, on: date = ON) -> str:
    return responsible(kind_code=kind, area_code=area, on=on).code


def test_without_a_list_the_community_acts() -> None:
    assert who() == COMMUNITY
    assert who(area=GRID) == COMMUNITY


def test_whatever_the_place_and_the_kind_somebody_is_responsible() -> None:
    department("housing")
    publish(
        "v1", ("01", 9, ""), ("0101", 6, "housing"), ("010101", 6, "nobody"), ("02", 2, ""), ("03", 12, "")
    )
    places = [*Area.objects.filter(code__startswith=COUNTY, level__lte=12).values_list("code", flat=True)]
    assert len(places) > 80
    kinds = ("010101", "010102", "010201", "020101", "030101", "090909", "")
    for place in places[::7]:
        for kind in kinds:
            body = responsible(kind_code=kind, area_code=place, on=ON)
            assert place.startswith(body.area_code)


def test_the_row_nearest_to_the_kind_counts() -> None:
    department("housing")
    publish("v1", ("01", 9, ""), ("010101", 6, "housing"))
    assert who("010101") == f"{COUNTY}:housing"
    assert who("010102") == TOWNSHIP
    assert who("020101") == COMMUNITY


def test_a_duty_of_a_department_that_is_not_founded_falls_to_the_general_office_there() -> None:
    publish("v1", ("01", 6, "housing"))
    assert who() == COUNTY


def test_a_duty_below_the_place_falls_to_the_office_of_the_place() -> None:
    publish("v1", ("01", 12, ""))
    assert who(area=TOWNSHIP) == TOWNSHIP
    assert who(area=COUNTY) == COUNTY


def test_where_an_office_ended_the_one_above_takes_its_matters() -> None:
    Organisation.objects.filter(code=COMMUNITY).update(until=ON)
    assert who(on=ON - DAY) == COMMUNITY
    assert who(on=ON) == TOWNSHIP
    Organisation.objects.filter(code=TOWNSHIP).update(until=ON)
    assert who(on=ON) == COUNTY


def test_a_department_acts_from_the_day_it_is_founded() -> None:
    department("housing", since=ON)
    publish("v1", ("01", 6, "housing"))
    assert who(on=ON - DAY) == COUNTY
    assert who(on=ON) == f"{COUNTY}:housing"


def test_an_installation_without_offices_is_told_so() -> None:
    Organisation.objects.all().delete()
    with pytest.raises(LookupError, match=COMMUNITY):
        who()


def test_a_new_list_replaces_the_one_before_on_its_day() -> None:
    publish("v1", ("01", 9, ""))
    publish("v2", ("01", 6, ""), since=ON)
    assert (who(on=ON - DAY), who(on=ON)) == (TOWNSHIP, COUNTY)
    assert DutyList.objects.get(version="v1").until == ON
    found = duty_list(ON)
    assert found is not None
    assert found.version == "v2"
    assert duty_list(SINCE - DAY) is None


def test_a_list_that_begins_later_leaves_today_alone() -> None:
    publish("v1", ("01", 9, ""))
    publish("v2", ("01", 6, ""), since=ON + 10 * DAY)
    assert who(on=ON) == TOWNSHIP
    assert who(on=ON + 10 * DAY) == COUNTY


def test_a_version_is_published_once_and_in_whole() -> None:
    publish("v1", ("01", 9, ""))
    with pytest.raises(ValueError, match="v1"):
        publish("v1", ("02", 9, ""))
    with pytest.raises(IntegrityError), transaction.atomic():
        publish("v2", ("01", 9, ""), ("01", 6, ""), since=ON)
    assert DutyList.objects.get().until is None
    assert Duty.objects.count() == 1


def test_above_a_body_stands_the_next_level_up_to_the_city_and_then_nobody() -> None:
    body: Organisation | None = office(COMMUNITY, on=ON)
    path = []
    while body:
        path.append(body.code)
        body = above(body, on=ON)
    assert path == [COMMUNITY, TOWNSHIP, COUNTY, "50"]


def test_above_a_department_stands_the_general_office_of_its_area() -> None:
    higher = above(department("housing"), on=ON)
    assert higher is not None
    assert higher.code == COUNTY


def test_a_matter_may_be_handed_along_its_path_and_to_departments_and_nowhere_else() -> None:
    housing = department("housing")
    elsewhere = department("housing", area="500104")
    found(code="x", name="某物业", kind=Organisation.Kind.PROPERTY, area_code=COMMUNITY, since=SINCE)
    ended = department("works", since=SINCE)
    Organisation.objects.filter(pk=ended.pk).update(until=ON)
    by = office(COMMUNITY, on=ON)
    chosen = {o.code for o in assignable(area_code=COMMUNITY, by=by, on=ON)}
    assert chosen == {TOWNSHIP, COUNTY, "50", housing.code}
    assert elsewhere.code not in chosen
    back = {o.code for o in assignable(area_code=COMMUNITY, by=housing, on=ON)}
    assert back == {COMMUNITY, TOWNSHIP, COUNTY, "50"}


def test_offices_are_founded_once() -> None:
    before = Organisation.objects.count()
    assert found_offices(at=ON) == 0
    assert Organisation.objects.count() == before
    assert department("housing") == department("housing")


@pytest.mark.parametrize(
    ("code", "name", "office"),
    [
        ("50", "重庆市", "重庆市人民政府"),
        ("500103", "渝中区", "渝中区人民政府"),
        ("500103001", "七星岗街道", "七星岗街道办事处"),
        ("500103001", "七星岗街道办事处", "七星岗街道办事处"),
        ("500110100", "万东镇", "万东镇人民政府"),
        ("500103001003", "归元寺社区居委会", "归元寺社区居委会"),
    ],
)
def test_an_office_is_called_as_people_call_it(code: str, name: str, office: str) -> None:
    assert office_name(Area(code=code, name=name, level=len(code))) == office


def test_a_wrong_credit_code_is_refused_and_a_right_one_given_once() -> None:
    right = "91350100M000100Y43"  # the example of GB 32100-2015
    one = {"kind": Organisation.Kind.PROPERTY, "area_code": COMMUNITY, "since": SINCE}
    with pytest.raises(ValueError, match="统一社会信用代码"):
        found(code="p1", name="某物业", credit=right[:-1] + "4", **one)
    found(code="p1", name="某物业", credit=right, **one)
    with pytest.raises(IntegrityError), transaction.atomic():
        found(code="p2", name="别的物业", credit=right, **one)


def test_a_seat_ends_after_it_begins() -> None:
    post = Post.objects.create(organisation=office(COMMUNITY, on=ON), title="主任")
    Seat.objects.create(post=post, holder="李敏", since=ON, until=ON + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(post=post, holder="李敏", since=ON, until=ON)


def test_duties_are_read_from_a_table(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "duties.csv"
    file.write_text("code,level,function,basis\n0101,9,,某条例第一条\n02,6,housing,\n", "utf-8")
    assert read_duties(file) == [("0101", 9, "", "某条例第一条"), ("02", 6, "housing", "")]
