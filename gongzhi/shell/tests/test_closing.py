"""One sees all that is held about oneself, and may leave."""

import pytest
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.people.models import Account, Following, Resident
from gongzhi.kernel.people.services import follow_area, register_resident
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry, PersonalField
from gongzhi.kernel.record.selectors import verify
from gongzhi.shell.tests.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(resident: Account, client: Client) -> Client:
    register_resident(name=resident.name, phone="13812345678", account=resident, at=AT, actor=SYSTEM)
    follow_area(account=resident.pk, area="500103001003", at=AT)
    client.force_login(resident)
    return client


def test_somebody_takes_a_copy_of_what_is_held_about_them(signed_in: Client) -> None:
    found = signed_in.get(reverse("people:copy")).json()
    assert found["tables"]["people.Following"][0]["area_code"] == "500103001003"
    assert found["tables"]["people.Account"][0]["name"] == "王小明"
    assert not any(column.endswith("_sealed") for rows in found["tables"].values() for column in rows[0])


def test_an_account_is_not_closed_by_a_slip(signed_in: Client, resident: Account) -> None:
    answer = signed_in.post(reverse("people:close"), {"username": "li"})
    assert answer.status_code == 409
    assert Account.objects.get(pk=resident.pk).name == "王小明"


def test_whoever_leaves_leaves_nothing_of_their_own(signed_in: Client, resident: Account) -> None:
    assert signed_in.post(reverse("people:close"), {"username": "wang"}).status_code == 302
    left = Account.objects.get(pk=resident.pk)
    assert (left.name, left.is_active, left.phone_sealed) == ("已注销用户", False, None)
    assert not Following.objects.exists()
    assert not Resident.objects.exists()
    assert not PersonalField.objects.filter(entry__stream=resident.pk).exists()
    assert Entry.objects.filter(kind="people.account_closed").count() == 1
    assert verify()[2] is None
    assert signed_in.get(reverse("people:me")).status_code == 302


def test_who_holds_an_office_cannot_leave_it_by_closing_the_account(client: Client, officer: Account) -> None:
    client.force_login(officer)
    answer = client.post(reverse("people:close"), {"username": officer.username})
    assert answer.status_code == 409
    assert "工作授权" in answer.content.decode()
