from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area, AreaName

AT = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TWO_COMMUNITIES = ("500103001001", "500103001002")
PLACES = {
    "500103": "渝中区",
    "500103001": "七星岗街道",
    "500103001001": "归元寺社区居民委员会",
    "500103001002": "领事巷社区居民委员会",
}


@pytest.fixture
def places(db: None) -> None:
    for code, name in PLACES.items():
        area = Area.objects.create(
            code=code, name=name, level=len(code), kind="urban", since=date(2020, 1, 1)
        )
        AreaName.objects.create(area=area, name=name, since=date(2020, 1, 1))


@pytest.fixture
def resident(db: None) -> Account:
    return register_account(username="wang", name="王小明", at=AT, actor=SYSTEM)


@pytest.fixture
def officer(places: None) -> Account:
    """A worker of two communities."""
    account = register_account(username="li", name="李小梅", at=AT, actor=SYSTEM)
    for area in TWO_COMMUNITIES:
        grant_mandate(
            account=account, role=Role.COMMUNITY_WORKER, area=area, since=AT.date(), at=AT, actor=SYSTEM
        )
    return account
