"""People by username or phone, mandates by area, the area an officer works in."""

from datetime import date, timedelta

import pytest

from gongzhi.kernel.people.actor import ANONYMOUS, Actor, Grant
from gongzhi.kernel.people.selectors import area_at_hand, find_account, mandates_in, snapshot_by
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.services import load_areas

from .conftest import AT, TODAY

TOWNSHIP, COMMUNITY, GRID = "500103001", "500103001003", "500103001003001"
COUNTY, WORKER = Grant(Role.DISTRICT_OFFICER, "500103"), Grant(Role.GRID_WORKER, GRID)


def test_an_account_is_found_by_username_or_by_a_verified_phone(li_min):
    assert [find_account(text) for text in ("li.min", " li.min ", "138 1234 5678")] == [li_min] * 3
    register_account(username="wang", name="王芳", phone="13912345678", at=AT, actor=SYSTEM)
    assert [find_account(text) for text in ("13912345678", "nobody", "")] == [None] * 3


def test_a_blocked_account_is_not_found(li_min):
    li_min.is_active = False
    li_min.save()
    assert find_account("li.min") is None


def test_mandates_of_an_area_are_those_that_hold_or_will(li_min):
    def grant(area: str, since: date, until: date | None, role: Role = Role.GRID_WORKER):
        return grant_mandate(
            account=li_min, role=role, area=area, since=since, until=until, at=AT, actor=SYSTEM
        )

    day = timedelta(1)
    now = grant(GRID, TODAY - day, TODAY + day)
    later = grant(COMMUNITY, TODAY + day, None)
    grant(GRID, TODAY - day, TODAY)
    grant("500103002001001", TODAY, None)
    grant(GRID, TODAY, None, Role.COMMUNITY_WORKER)
    assert list(mandates_in(TOWNSHIP, role=Role.GRID_WORKER, on=TODAY)) == [later, now]


@pytest.mark.parametrize(
    ("grants", "asked", "answer"),
    [
        ((COUNTY,), ("", COMMUNITY), COMMUNITY),
        ((COUNTY,), ("500112", "50"), "500103"),
        ((COUNTY, WORKER), (), "500103"),
        ((Grant(Role.RESIDENT, COMMUNITY),), (COMMUNITY,), ""),
    ],
)
def test_the_area_at_hand_lies_within_a_mandate(grants, asked, answer):
    assert area_at_hand(Actor("a", "李敏", grants), *asked) == answer
    assert area_at_hand(ANONYMOUS, *asked) == ""


def test_the_record_names_the_office_by_place_and_role(db):
    load_areas(at=AT, under=TOWNSHIP)
    grant = Grant(Role.SUBDISTRICT_OFFICER, TOWNSHIP)
    by = snapshot_by(Actor("a", "王建国", (grant,)), grant)
    assert (by.office, by.area, by.name) == ("渝中区七星岗街道 街道（乡镇）干部", TOWNSHIP, "王建国")
