"""The first officers of an installation, and keys for machines, from the command line."""

import json
from datetime import datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from gongzhi.kernel.people.models import Account, Mandate
from gongzhi.kernel.people.selectors import actor_of_key
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.territory.services import load_areas

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(480))


@pytest.fixture
def _district(db):
    load_areas(at=NOW, under="500103")


def _printed(capsys):
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("_district")
def test_a_new_officer_gets_an_account_a_mandate_and_a_password_once(capsys):
    call_command("grant", "limin", "community_worker", "500103001003", name="李敏", as_json=True)
    password = _printed(capsys)["password"]
    assert Account.objects.get(username="limin").check_password(password)
    call_command("grant", "limin", "subdistrict_officer", "500103001", as_json=True)
    assert _printed(capsys)["password"] == ""
    assert Mandate.objects.count() == 2


@pytest.mark.usefixtures("_district")
def test_an_office_in_an_unknown_area_is_refused_and_no_account_is_left():
    with pytest.raises(CommandError, match="没有代码为"):
        call_command("grant", "limin", "community_worker", "509999", name="李敏")
    assert not Account.objects.exists()


@pytest.mark.usefixtures("_district")
def test_a_machine_acts_with_the_mandates_of_its_account(capsys):
    call_command("grant", "gateway", "community_worker", "500103001003", name="接口", as_json=True)
    capsys.readouterr()
    call_command("api_key", "gateway", "物联网平台", as_json=True)
    actor = actor_of_key(_printed(capsys)["key"], timezone.localdate())
    assert actor.grant(Role.COMMUNITY_WORKER, "500103001003")
