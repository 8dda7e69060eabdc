"""A report that is sent twice, by the back button or a double click, becomes one case."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.models import SentForm
from gongzhi.modules.cases.factories import district

from .site import REPORT, SAID, Site, built, visitor

pytestmark = pytest.mark.django_db
ANONYMOUS = {**SAID, "name": "路人甲", "phone": "13912345678"}
AGAIN = "您已经提交过"


@pytest.fixture
def site(db: None) -> Site:
    district()
    return built()


def key_of(client: Client) -> str:
    found = re.search(r'name="once" value="([\w-]{36})"', client.get(REPORT).content.decode())
    assert found
    return found[1]


def test_each_page_has_a_key_of_its_own(site: Site) -> None:
    client = visitor(site.resident)
    assert key_of(client) != key_of(client)


@pytest.mark.parametrize("known", [True, False])
def test_the_second_sending_leads_to_the_first_ones_receipt(site: Site, known: bool) -> None:
    client = visitor(site.resident) if known else visitor()
    given = {**(SAID if known else ANONYMOUS), "once": key_of(client)}
    before = Matter.objects.count()
    first = client.post(REPORT, given, follow=True).content.decode()
    second = client.post(REPORT, given, follow=True).content.decode()
    assert Matter.objects.count() == before + 1
    number = Matter.objects.latest("opened_at").number
    assert number in first
    assert number in second
    assert AGAIN in second
    assert AGAIN not in first


def test_a_report_that_was_refused_is_mended_and_sent_with_the_same_key(site: Site) -> None:
    client = visitor(site.resident)
    key = key_of(client)
    refused = client.post(REPORT, {**SAID, "body": "脏", "once": key})
    assert refused.status_code == 422
    assert key in refused.content.decode()
    assert AGAIN not in client.post(REPORT, {**SAID, "once": key}, follow=True).content.decode()


def test_somebody_else_with_the_same_key_is_not_led_to_what_is_not_theirs(site: Site) -> None:
    key = str(uuid4())
    before = Matter.objects.count()
    visitor(site.resident).post(REPORT, {**SAID, "once": key})
    visitor().post(REPORT, {**ANONYMOUS, "once": key})
    assert Matter.objects.count() == before + 2


def test_what_is_no_key_keeps_nobody_from_reporting(site: Site) -> None:
    before = Matter.objects.count()
    for key in ("", "x", "0" * 500):
        assert visitor(site.resident).post(REPORT, {**SAID, "once": key}).status_code == 302
    assert Matter.objects.count() == before + 3


def test_keys_are_forgotten_after_a_month(site: Site) -> None:
    SentForm.objects.create(key=uuid4(), by="", at=timezone.now() - timedelta(days=31))
    visitor(site.resident).post(REPORT, {**SAID, "once": str(uuid4())})
    assert SentForm.objects.count() == 1
