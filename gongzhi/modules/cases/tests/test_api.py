"""Machines: what a key may read and bring in is what its account may."""

import json
from datetime import timedelta
from typing import Any

import pytest

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.services import issue_api_key
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.cases.factories import COMMUNITY, MONDAY
from gongzhi.modules.cases.tests.site import Site, built, visitor

DAY = timedelta(days=1)


@pytest.fixture
def site(cast: object) -> Site:
    return built()


def sent(key: str, *, headers: dict[str, str] | None = None, **more: Any) -> Any:
    given = {"kind": "010101", "area": COMMUNITY, "body": "机器发来的一件事。", **more}
    headers = {"Authorization": f"Bearer {key}", **(headers or {})}
    body = json.dumps(given)
    return visitor().post("/api/v1/cases/", body, content_type="application/json", headers=headers)


def key_of(site: Site, role: Role) -> str:
    since = MONDAY.date() - 900 * DAY
    return issue_api_key(account=site.officers[role], name="x", since=since, at=MONDAY, actor=SYSTEM)


def test_a_machine_brings_in_a_case_within_its_areas_once(site: Site) -> None:
    key = key_of(site, Role.DISTRICT_OFFICER)
    first = sent(key, reference="A-1", phone="13912345678")
    assert first.status_code == 201
    assert sent(key, reference="A-1").json() == {"number": first.json()["number"], "code": ""}
    assert Matter.objects.count() == 2
    assert sent(key, area="500104001001").status_code in (403, 422)
    for wrong in ({"phone": "12"}, {"kind": "zz"}, {"area": "x"}, {"area": "99"}, {"body": ""}, {"body": 1}):
        assert sent(key, **wrong).status_code == 422, wrong
    for path in ("?area=99", "?area=x", "?after=x", "?q=%22", "x/"):
        answer = visitor().get(f"/api/v1/cases/{path}", HTTP_AUTHORIZATION=f"Bearer {key}")
        assert answer.status_code in (200, 404), path
    assert Matter.objects.count() == 2


def test_a_key_of_an_auditor_reads_and_brings_nothing_in(site: Site) -> None:
    key = key_of(site, Role.AUDITOR)
    assert sent(key).status_code == 403
    assert Matter.objects.count() == 1
    listed = visitor().get("/api/v1/cases/", HTTP_AUTHORIZATION=f"Bearer {key}")
    assert listed.json()["count"] == 1


def test_a_key_of_another_district_neither_reads_nor_brings_in(site: Site) -> None:
    since = MONDAY.date() - 900 * DAY
    key = issue_api_key(account=site.outside, name="x", since=since, at=MONDAY, actor=SYSTEM)
    assert sent(key).status_code == 403
    for path in ("", f"{site.matter.number}"):
        answer = visitor().get(f"/api/v1/cases/{path}", HTTP_AUTHORIZATION=f"Bearer {key}")
        assert site.matter.number not in answer.content.decode()
