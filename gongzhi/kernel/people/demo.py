"""The people of the demo, one for each desk. They exist only where settings.DEMO is on."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import grant_mandate, register_account, register_resident
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.lib.identity import identity_check

DEMO_PASSWORD = "gongzhi-demo"  # noqa: S105 -- shown on the sign-in page of the demo


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An account of the demo; `level` names the parameter of make_demo_people whose area it is responsible for."""

    username: str
    name: str
    role: Role
    level: str
    does: str | Promise


DEMO_PEOPLE = (
    DemoPerson("resident", "陈秀兰", Role.RESIDENT, "community", _("反映问题，查看进度，参加议事，看公示")),
    DemoPerson("grid", "周强", Role.GRID_WORKER, "grid", _("在网格里巡查、上报、处置")),
    DemoPerson(
        "community", "李敏", Role.COMMUNITY_WORKER, "community", _("受理和办理本社区的事项，发布公示")
    ),
    DemoPerson(
        "subdistrict", "王建国", Role.SUBDISTRICT_OFFICER, "township", _("办理上报事项，督办本街道各社区")
    ),
    DemoPerson("district", "赵晓梅", Role.DISTRICT_OFFICER, "county", _("统筹全区事项，查看各街道进展")),
    DemoPerson("city", "刘志远", Role.CITY_OFFICER, "city", _("查看全市指标，从数字追到每一件事")),
    DemoPerson("auditor", "孙正", Role.AUDITOR, "city", _("查看一切记录并核验，不能改动")),
    DemoPerson(
        "secretary", "郑大江", Role.COMMUNITY_WORKER, "village", _("村党支部书记：提议、召集会议、公开村务")
    ),
    DemoPerson("representative", "谭小燕", Role.RESIDENT, "village", _("村民代表：扫码签到，表决")),
    DemoPerson("supervisor", "彭守正", Role.RESIDENT, "village", _("村务监督委员会主任：审阅并签署公开内容")),
    DemoPerson("villager", "游小芹", Role.RESIDENT, "village", _("村民：看公开，提问，提异议，参加协商")),
)


def demo_people() -> tuple[DemoPerson, ...]:
    """Answer whom the sign-in page offers as a button: nobody outside the demo."""
    return DEMO_PEOPLE if settings.DEMO else ()


@transaction.atomic
def make_demo_people(
    *, at: datetime, city: str, county: str, township: str, community: str, grid: str, village: str
) -> list[Account]:
    """Make the accounts of the demo with their mandates; answers them in order, those that existed as they are.

    Residents' identity numbers have the serial 000, which is given to nobody.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("demo accounts are made only where GONGZHI_DEMO=1")
    areas = {"city": city, "county": county, "township": township, "community": community, "grid": grid}
    areas["village"] = village
    existing = {a.username: a for a in Account.objects.filter(username__in=[p.username for p in DEMO_PEOPLE])}
    return [
        existing.get(person.username) or _make(person, areas[person.level], place, at)
        for place, person in enumerate(DEMO_PEOPLE, start=1)
    ]


def _make(person: DemoPerson, area: str, place: int, at: datetime) -> Account:
    phone = f"138000000{place:02d}"
    account = register_account(
        username=person.username,
        name=person.name,
        password=DEMO_PASSWORD,
        phone=phone,
        phone_verified=True,
        at=at,
        actor=SYSTEM,
    )
    since = date(timezone.localdate(at).year - 1, 1, 1)
    grant_mandate(account=account, role=person.role, area=area, since=since, at=at, actor=SYSTEM)
    if person.role is Role.RESIDENT:
        body = f"{area[:6].ljust(6, '0')}196102{place + 2:02d}000"
        register_resident(
            name=person.name,
            identity=body + identity_check(body),
            phone=phone,
            area=area,
            account=account,
            at=at,
            actor=SYSTEM,
        )
    return account
