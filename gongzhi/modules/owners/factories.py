"""A small world for tests: an estate of ten flats, a shop, a parking space; a committee of five; its subdistrict."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.services import naming
from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import add_post, found_offices, register, seat
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.matters.services import act, tick
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Estate
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.owners import services
from gongzhi.modules.owners.models import Assembly, Motion, Owner, Unit
from gongzhi.modules.owners.services import Proposal, Question

COMMUNITY, SUBDISTRICT = "500103001003", "500103001"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(480))
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BEGAN = date(2025, 1, 1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
NAMES = ("白一鸣", "白二凤", "白三江", "白四海", "白五云", "白六合", "白七星", "白八方", "白九成")
MEMBERS = NAMES[:5]
# The first owner has two flats, the seventh owns one together with the eighth, the developer has one left.
TABLE = [
    ["楼栋", "房号", "类型", "面积", "未售", "业主", "手机号", "份额"],
    ["1栋", "1-1", "住宅", "90.01", "", NAMES[0], "13900000000", ""],
    ["1栋", "1-2", "住宅", "88.5", "", NAMES[0], "13900000000", ""],
    ["1栋", "2-1", "住宅", "100", "", NAMES[1], "13900000001", ""],
    ["1栋", "2-2", "住宅", "100", "", NAMES[2], "13900000002", ""],
    ["1栋", "3-1", "住宅", "100", "", NAMES[3], "13900000003", ""],
    ["1栋", "3-2", "住宅", "100", "", NAMES[4], "13900000004", ""],
    ["2栋", "1-1", "住宅", "120", "", NAMES[5], "13900000005", ""],
    ["2栋", "1-2", "住宅", "80", "", NAMES[6], "13900000006", "1/2"],
    ["2栋", "1-2", "住宅", "80", "", NAMES[7], "13900000007", "1/2"],
    ["2栋", "2-1", "住宅", "110.25", "是", "晴川置业有限公司", "", ""],
    ["2栋", "底-1", "商铺", "60", "", NAMES[8], "13900000008", ""],
    ["车库", "A01", "车位", "12.5", "", NAMES[1], "13900000001", ""],
]


def photo() -> list[Any]:
    return [SimpleUploadedFile("照片.png", PNG, "image/png")]


@dataclass
class World:
    """`people` by name; the owners have accounts; `clerk` works for the community, `above` for the subdistrict."""

    at: datetime = MONDAY
    people: dict[str, Account] = field(default_factory=dict)
    estate: Estate = field(init=False)

    def __post_init__(self) -> None:
        load_areas(at=self.at, under=COMMUNITY[:9])
        load_calendar(at=self.at)
        found_offices(at=self.at.date())
        services.prepare(self.at)
        self.clerk = self._engaged("clerk", Role.COMMUNITY_WORKER, COMMUNITY)
        self.above = self._engaged("above", Role.SUBDISTRICT_OFFICER, SUBDISTRICT)
        self.estate = Estate.objects.create(area_id=COMMUNITY, name="晴川苑", address="民生路1号")
        for n, name in enumerate(NAMES):
            self.people[name] = register_account(
                username=f"o{n}",
                name=name,
                phone=f"1390000000{n}",
                phone_verified=True,
                at=self.at,
                actor=SYSTEM,
            )
        rows = services.check(TABLE).rows
        services.import_roll(estate=self.estate.pk, rows=rows, since=BEGAN, actor=self.clerk, at=self.at)

    def _engaged(self, username: str, role: Role, area: str) -> Actor:
        account = register_account(username=username, name=username, at=self.at, actor=SYSTEM)
        grant_mandate(account=account, role=role, area=area, since=BEGAN, at=self.at, actor=SYSTEM)
        return actor_of(account, self.at.date())

    def actor(self, name: str) -> Actor:
        return Actor(account=str(self.people[name].pk), name=name)

    @property
    def assembly(self) -> Assembly:
        return Assembly.objects.select_related("estate", "body").get(pk=self.estate.pk)

    @property
    def chair(self) -> Actor:
        return self.actor(MEMBERS[0])

    def owner(self, name: str) -> Owner:
        return Owner.objects.get(estate=self.estate, name=name)

    def unit(self, building: str, room: str) -> Unit:
        return Unit.objects.get(estate=self.estate, dwelling__building__name=building, dwelling__room=room)

    def seated(self) -> None:
        """Have a committee of five in office, as if elected a year ago."""
        body = register(
            kind=Organisation.Kind.OWNERS,
            name="晴川苑业主委员会",
            area=COMMUNITY,
            since=BEGAN,
            at=self.at,
            actor=SYSTEM,
        )
        post = add_post(organisation=body, title="委员", seats=5, at=self.at, actor=SYSTEM)
        for name in MEMBERS:
            seat(post=post, holder=name, account=self.people[name], since=BEGAN, at=self.at, actor=SYSTEM)
        held = self.assembly
        held.body, held.founded_on, held.elected_on = body, BEGAN, BEGAN
        held.term_ends = date(2030, 1, 1)
        held.save()

    def motion(self, *questions: Question, by: Actor | None = None, **more: Any) -> Motion:
        given = questions or (Question(subject=5, title="维修电梯", text="使用维修资金8万元。"),)
        return services.propose(
            estate=self.estate.pk,
            given=Proposal(title="维修电梯", text="电梯老化。", questions=given),
            actor=by or self.chair,
            at=self.at,
            **more,
        )

    def act(self, matter: Any, step: str, at: datetime, by: Actor | None = None, **values: Any) -> None:
        act(matter_id=matter.pk, step=step, values=values, actor=by or self.chair, at=at)

    def polling(self, motion: Motion, *, secret: bool = False, by: Actor | None = None) -> Poll:
        """Notify, wait, prepare, open."""
        matter, opens = motion.matter, self.at + 16 * DAY
        self.act(matter, "notice", self.at + HOUR, by, how="张贴")
        hours = {"opens_at": opens, "closes_at": opens + 5 * DAY, "secret": secret}
        self.act(matter, "prepare_owners", self.at + DAY, by, **hours)
        self.act(matter, "open_owners", opens, by)
        return matter.polls.get()

    def vote(
        self, poll: Poll, name: str, answers: Sequence[Sequence[int]], *, after: timedelta = HOUR
    ) -> None:
        at = poll.opens_at + after
        naming.vote(poll_id=poll.pk, answers=answers, actor=self.actor(name), at=at)

    def finish(self, poll: Poll, by: Actor | None = None) -> datetime:
        """Close, count, publish, wait until the period is over; answers when that was."""
        at = poll.closes_at
        for n, step in enumerate(("close_owners", "count_owners", "publish_result")):
            self.act(poll.matter, step, at + n * HOUR, by)
        over = at + 10 * DAY
        tick(at=over)
        return over
