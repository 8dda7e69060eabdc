"""A village of the demo with everybody whom self-government needs: party members, committee, representatives,
supervisors. Fifteen belong to the representatives' meeting: a committee of three and twelve representatives (four
fifths), six of them women. Everybody has an account; those not on the sign-in page sign in by username.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation, Post
from gongzhi.kernel.bodies.services import add_post, register, seat
from gongzhi.kernel.people.demo import DEMO_PASSWORD
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import register_account
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.vocabulary import short_name

KIND = Organisation.Kind
POSTS = {
    KIND.PARTY: (("书记", 1), ("副书记", 1), ("委员", 1), ("党员", 30)),
    KIND.COMMITTEE: (("主任", 1), ("副主任", 1), ("委员", 1)),
    KIND.REPRESENTATIVES: (("代表", 12),),
    KIND.SUPERVISION: (("主任", 1), ("委员", 2)),
}
NAMES = {
    KIND.PARTY: "中共{place}支部委员会",
    KIND.REPRESENTATIVES: "{place}村民代表会议",
    KIND.SUPERVISION: "{place}村务监督委员会",
}


@dataclass(frozen=True, slots=True)
class Villager:
    username: str
    name: str
    woman: bool
    seats: tuple[tuple[Organisation.Kind, str], ...]


PARTY_MEMBER, REPRESENTATIVE = (KIND.PARTY, "党员"), (KIND.REPRESENTATIVES, "代表")
VILLAGERS = (
    Villager("secretary", "郑大江", False, ((KIND.PARTY, "书记"), (KIND.COMMITTEE, "主任"))),
    Villager("deputy", "罗秀梅", True, ((KIND.PARTY, "副书记"), (KIND.COMMITTEE, "副主任"))),
    Villager("accountant", "冉光明", False, ((KIND.PARTY, "委员"), (KIND.COMMITTEE, "委员"))),
    Villager("representative", "谭小燕", True, (REPRESENTATIVE, PARTY_MEMBER)),
    Villager("rep02", "向天贵", False, (REPRESENTATIVE, PARTY_MEMBER)),
    Villager("rep03", "田素华", True, (REPRESENTATIVE,)),
    Villager("rep04", "覃正国", False, (REPRESENTATIVE,)),
    Villager("rep05", "黎翠芳", True, (REPRESENTATIVE,)),
    Villager("rep06", "牟宗良", False, (REPRESENTATIVE, PARTY_MEMBER)),
    Villager("rep07", "汪桂英", True, (REPRESENTATIVE,)),
    Villager("rep08", "幸福生", False, (REPRESENTATIVE,)),
    Villager("rep09", "蒲玉兰", True, (REPRESENTATIVE,)),
    Villager("rep10", "敖登科", False, (REPRESENTATIVE,)),
    Villager("rep11", "代春蓉", True, (REPRESENTATIVE,)),
    Villager("rep12", "游建平", False, (REPRESENTATIVE,)),
    Villager("supervisor", "彭守正", False, ((KIND.SUPERVISION, "主任"), PARTY_MEMBER)),
    Villager("supervisor2", "瞿明会", True, ((KIND.SUPERVISION, "委员"),)),
    Villager("supervisor3", "石方林", False, ((KIND.SUPERVISION, "委员"), PARTY_MEMBER)),
    Villager("member1", "邬光荣", False, (PARTY_MEMBER,)),
    Villager("member2", "晏永珍", True, (PARTY_MEMBER,)),
)


@transaction.atomic
def make_demo_village(*, at: datetime, area: str) -> dict[str, Account]:
    """Register the bodies of a village and seat its people; answers the accounts by username. Safe to repeat."""
    if not settings.DEMO:
        raise ImproperlyConfigured("demo accounts are made only where GONGZHI_DEMO=1")
    return furnish_village(at=at, area=area)


def furnish_village(*, at: datetime, area: str) -> dict[str, Account]:
    """Do it, for the demo and for tests; the committee's office has been founded with the areas."""
    usernames = [person.username for person in VILLAGERS]
    people = {a.username: a for a in Account.objects.filter(username__in=usernames)}
    if not Organisation.objects.filter(area_code=area, kind=KIND.SUPERVISION).exists():
        since = date(timezone.localdate(at).year - 1, 1, 15)
        people = {p.username: people.get(p.username) or _account(p, at) for p in VILLAGERS}
        posts = _posts(area, since, at)
        for person in VILLAGERS:
            for kind, title in person.seats:
                seat(
                    post=posts[kind, title],
                    holder=person.name,
                    account=people[person.username],
                    woman=person.woman,
                    since=since,
                    at=at,
                    actor=SYSTEM,
                )
    return people


def _account(person: Villager, at: datetime) -> Account:
    return register_account(
        username=person.username, name=person.name, password=DEMO_PASSWORD, at=at, actor=SYSTEM
    )


def _posts(area: str, since: date, at: datetime) -> dict[tuple[Organisation.Kind, str], Post]:
    place = short_name(area, Area.objects.get(code=area).name)
    bodies = {
        kind: register(kind=kind, name=name.format(place=place), area=area, since=since, at=at, actor=SYSTEM)
        for kind, name in NAMES.items()
    }
    bodies[KIND.COMMITTEE] = Organisation.objects.get(code=area)
    return {
        (kind, title): add_post(organisation=bodies[kind], title=title, seats=seats, at=at, actor=SYSTEM)
        for kind, posts in POSTS.items()
        for title, seats in posts
    }
