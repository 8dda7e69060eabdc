"""Who looks at a reporter's telephone number says why, and that is on record."""

import pytest

from gongzhi.kernel.people.services import put_phone
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.cases.factories import MONDAY
from gongzhi.modules.cases.tests.site import Site, built, text, visitor

PHONE = "13912345678"


@pytest.fixture
def site(cast: object) -> Site:
    made = built()
    put_phone(account=made.resident, phone=PHONE, verified=True, at=MONDAY, actor=SYSTEM)
    return made


def test_a_number_is_shown_for_a_reason_that_the_reporter_sees_too(site: Site) -> None:
    number, client = site.matter.number, visitor(site.community)
    page = text(client.get(f"/m/{number}/"))
    assert PHONE not in page
    assert "139****5678" in page
    shown = client.post(f"/cases/{number}/contact/", {"reason": "约时间上门"})
    assert PHONE in text(shown)
    assert shown["Cache-Control"] == "no-store"
    entry = Entry.objects.get(kind="cases.contact_seen")
    assert entry.actor["role"] == Role.COMMUNITY_WORKER
    assert "查看反映人的联系方式：约时间上门" in text(visitor(site.resident).get(f"/cases/{number}/"))


def test_without_a_reason_or_a_mandate_no_number_is_shown(site: Site) -> None:
    path = f"/cases/{site.matter.number}/contact/"
    answers = [
        visitor(site.community).post(path, {"reason": " "}),
        visitor(site.outside).post(path, {"reason": "x"}),
        visitor(site.officers[Role.AUDITOR]).post(path, {"reason": "x"}),
        visitor(site.resident).post(path, {"reason": "x"}),
    ]
    assert [answer.status_code for answer in answers] == [409, 404, 403, 403]
    assert all(PHONE not in answer.content.decode() for answer in answers)
    assert not Entry.objects.filter(kind="cases.contact_seen").exists()
