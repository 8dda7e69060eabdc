from datetime import date, datetime

import pytest
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import found, found_offices
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.services import load_areas

COUNTY, TOWNSHIP, COMMUNITY, NEIGHBOUR = "500103", "500103001", "500103001003", "500103001006"
AT = datetime(2024, 3, 1, 9, tzinfo=timezone.get_fixed_timezone(480))
BEGAN = date(2024, 1, 15)


class World:
    """One township with its offices, a department above it, and somebody for each desk."""

    def __init__(self) -> None:
        load_areas(at=AT, under=TOWNSHIP)
        found_offices(at=AT.date())
        self.department = found(
            code=f"{COUNTY}:housing",
            name="渝中区住房城乡建设委员会",
            kind=Organisation.Kind.DEPARTMENT,
            area_code=COUNTY,
            since=BEGAN,
            function="housing",
        )
        self.body = Organisation.objects.get(code=COMMUNITY)
        self.community = self.engage("李敏", Role.COMMUNITY_WORKER, COMMUNITY)
        self.neighbour = self.engage("吴芳", Role.COMMUNITY_WORKER, NEIGHBOUR)
        self.subdistrict = self.engage("王建国", Role.SUBDISTRICT_OFFICER, TOWNSHIP)
        self.district = self.engage("赵晓梅", Role.DISTRICT_OFFICER, COUNTY)
        self.housing = self.engage("冯涛", Role.DISTRICT_OFFICER, COUNTY, self.department.code)
        self.worker = self.engage("周强", Role.GRID_WORKER, COMMUNITY)
        self.auditor = self.engage("孙正", Role.AUDITOR, "50")
        self.city = self.engage("刘志远", Role.CITY_OFFICER, "50")

    def engage(self, name: str, role: Role, area: str, body: str = "") -> Account:
        account = register_account(username=name, name=name, at=AT, actor=SYSTEM)
        grant_mandate(account=account, role=role, area=area, body=body, since=BEGAN, at=AT, actor=SYSTEM)
        return account


@pytest.fixture
def world(db: None) -> World:
    return World()
