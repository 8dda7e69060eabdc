"""Clients of Open311: what they hand in becomes a case, what they read is what everybody may see."""

import json
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.test import Client

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.services import issue_api_key
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.cases.factories import COUNTY, MONDAY, Cast, officer, take
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.tests.site import Site, built, visitor

ROOT = "/open311/v2"
SAID = "楼下垃圾三天没有清运，气味很大。"
INSIDE = {"lat": "29.5560", "long": "106.5690"}  # in the district that is laid
FIELDS = {
    "service_request_id": str, "status": str, "status_notes": str, "service_name": str, "service_code": str,
    "description": str, "agency_responsible": str, "service_notice": str, "requested_datetime": str,
    "updated_datetime": str, "expected_datetime": str, "address": str, "address_id": str, "zipcode": str,
    "lat": float, "long": float, "media_url": str,
}  # fmt: skip
"""Names and types of the answer to GET Service Requests, as the text of GeoReport v2 lists them."""


@pytest.fixture
def site(cast: Cast) -> Site:
    return built()


@pytest.fixture
def key(site: Site) -> str:
    since = MONDAY.date() - timedelta(days=900)
    account = site.officers[Role.DISTRICT_OFFICER]
    return issue_api_key(account=account, name="x", since=since, at=MONDAY, actor=SYSTEM)


def post(key: str, *, form: str = "json", headers: dict[str, str] | None = None, **more: str) -> Any:
    given = {"api_key": key, "service_code": "010101", "description": SAID, **INSIDE, **more}
    return visitor().post(f"{ROOT}/requests.{form}", given, headers=headers or {})


def get(path: str, **asked: Any) -> Any:
    return visitor().get(f"{ROOT}/{path}", asked)


def tree_of(answer: Any) -> Element:
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return fromstring(answer.content)  # noqa: S314 -- our own answer


def test_every_kind_of_case_is_a_service_in_xml_and_json(cast: Cast) -> None:
    listed = get("services.json").json()
    assert {type(row["service_code"]) for row in listed} == {str}
    assert {row["type"] for row in listed} == {"realtime"}
    tree = tree_of(get("services.xml"))
    assert [s.findtext("service_code") for s in tree.iter("service")] == [r["service_code"] for r in listed]
    assert get("services/010101.json").json() == {"service_code": "010101", "attributes": []}
    assert get("services/zz.xml").status_code == 404
    found = tree_of(get("discovery.xml"))
    assert found.findtext("endpoints/endpoint/url") == f"http://testserver{ROOT}"
    assert [f.text for f in found.iter("format")] == ["text/xml", "application/json"]


def test_a_request_is_a_case_where_its_point_and_address_say(key: str) -> None:
    answer = post(key, address_string="解放碑街道大井巷社区3号楼", first_name="秀兰", last_name="陈")
    assert answer.status_code == 200, answer.content
    case = Case.objects.get(matter__number=answer.json()[0]["service_request_id"])
    assert case.matter.area_code.startswith(COUNTY)
    assert case.matter.reporters.count() == 1
    assert (case.body, case.matter.kind_id, float(case.lat or 0)) == (SAID, "010101", 29.556)


def test_its_sender_reads_how_it_stands_and_nothing_personal(key: str) -> None:
    number = post(key, first_name="秀兰", phone="13912345678", address_string="3号楼").json()[0][
        "service_request_id"
    ]
    row = get(f"requests/{number}.json").json()[0]
    assert {name: type(value) for name, value in row.items() if value is not None}.items() <= FIELDS.items()
    assert row.keys() == FIELDS.keys()
    assert (row["status"], row["lat"], row["address"], row["description"]) == ("open", None, None, None)
    matter = Matter.objects.get(number=number)
    chief = officer("周洁", Role.DISTRICT_OFFICER, COUNTY)
    take(
        matter, "decline", chief, matter.opened_at + timedelta(hours=1), reason="other", note="不属于受理范围"
    )
    row = get(f"requests/{number}.json").json()[0]
    assert (row["status"], row["status_notes"]) == ("closed", "不予受理")
    happened = get("servicerequestupdates.json", service_request_id=number).json()
    assert [u["description"] for u in happened] == ["不予受理", "已登记"]
    for form in ("xml", "json"):
        shown = (
            get(f"requests.{form}").content.decode() + get(f"servicerequestupdates.{form}").content.decode()
        )
        assert not any(word in shown for word in ("秀兰", "13912345678", SAID, "3号楼", "不属于"))


def test_a_case_from_elsewhere_is_seen_only_when_its_answer_is_published(site: Site) -> None:
    assert get(f"requests/{site.matter.number}.json").status_code == 404
    Case.objects.filter(pk=site.matter.pk).update(
        published_at=MONDAY,
        public_title="垃圾清运",
        public_answer="已经清运。",
        lon="106.569123",
        lat="29.556123",
    )
    row = get(f"requests/{site.matter.number}.json").json()[0]
    assert (row["description"], row["status_notes"]) == ("垃圾清运", "已经清运。")
    assert (row["lat"], row["long"]) == (29.556, 106.569)


def test_a_request_sent_twice_under_one_key_is_taken_once(key: str) -> None:
    once = [post(key, headers={"Idempotency-Key": "A-1"}).json()[0]["service_request_id"] for _ in "12"]
    assert once[0] == once[1]


@pytest.mark.parametrize(
    ("status", "wrong"),
    [
        (403, {"api_key": ""}),
        (403, {"api_key": "gz_nobody"}),
        (400, {"service_code": ""}),
        (404, {"service_code": "zz"}),
        (400, {"lat": ""}),
        (400, {"lat": "x"}),
        (400, {"lat": "NaN"}),
        (400, {"lat": "1e999"}),
        (400, {"lat": "0", "long": "0"}),
        (400, {"lat": "", "long": ""}),
        (400, {"description": "短"}),
        (400, {"description": "有\0字符的说明"}),
        (400, {"phone": "12"}),
        (400, {"address_id": "99"}),
    ],
)
def test_what_cannot_be_taken_is_answered_with_its_reason(
    key: str, status: int, wrong: dict[str, str]
) -> None:
    for form in ("json", "xml"):
        answer = post(key, form=form, **wrong)
        assert answer.status_code == status, answer.content
    assert tree_of(answer).findtext("error/code") == str(status)
    assert Matter.objects.count() == 1


def test_requests_come_in_pages_and_at_most_ninety_days(key: str) -> None:
    numbers = [post(key).json()[0]["service_request_id"] for _ in range(3)]
    pages = [get("requests.json", page=n, page_size=2).json() for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 1, 0]
    assert {row["service_request_id"] for page in pages for row in page} == set(numbers)
    assert len(get("requests.json", status="closed").json()) == 0
    assert len(get("requests.json", service_request_id=",".join(numbers[:2])).json()) == 2
    for wrong in (
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-12-01T00:00:00Z"},
        {"start_date": "2026-01-01"},
        {"start_date": "9999-12-31T00:00:00Z"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"page": "0"},
        {"page_size": "x"},
        {"status": "lost"},
    ):
        assert get("requests.json", **wrong).status_code == 400, wrong
    assert get("requests.csv").status_code == 404
    assert get("tokens/1.json").status_code == 404
    assert visitor().put(f"{ROOT}/requests.json").status_code == 405


def test_who_asks_too_often_is_told_when_to_come_back(cast: Cast, settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 0
    answer = get("services.json")
    assert (answer.status_code, answer.json()[0]["code"]) == (429, 429)
    assert 0 < int(answer["Retry-After"]) <= 60


def test_a_phone_page_of_another_origin_may_read(cast: Cast, client: Client) -> None:
    answer = client.get(f"{ROOT}/services.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.content)
