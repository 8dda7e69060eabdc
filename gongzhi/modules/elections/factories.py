"""A village and a community that elect, for tests: everybody by username, and the whole way step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongzhi.kernel.ballots.models import Poll, Station
from gongzhi.kernel.bodies.demo import furnish_village
from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services import act, attending, convening, tick, voting
from gongzhi.kernel.matters.services.concluding import conclude
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.elections import services
from gongzhi.modules.elections.models import Candidate, Election
from gongzhi.modules.elections.services.staging import Box
from gongzhi.modules.elections.vocabulary import Department, Place, Sort

VILLAGE, TOWNSHIP = "500112143210", "500112143"
COMMUNITY = "500103001003"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(480))
DAY = timedelta(days=1)
BEGAN = date(2025, 1, 1)
BORN = date(1980, 5, 1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
VOTERS = 20


def photo() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile("photo.png", PNG)]


@dataclass
class World:
    """`voter(n)`: a resident with an account, number n on the roll. `lead`: chairs the election committee."""

    at: datetime = MONDAY
    area: str = VILLAGE
    people: Mapping[str, Account] = field(init=False)
    accounts: list[Account] = field(default_factory=list)

    def __post_init__(self) -> None:
        load_areas(at=self.at, under=self.area[:9])
        load_calendar(at=self.at)
        found_offices(at=self.at.date())
        services.prepare(self.at)
        self.now = self.at
        self.people = furnish_village(at=self.at, area=self.area)
        self.clerk = self.engage("clerk", Role.COMMUNITY_WORKER, self.area)
        self.township = self.engage("township", Role.SUBDISTRICT_OFFICER, self.area[:9])
        self.accounts = [self._account(f"v{n:02}") for n in range(1, VOTERS + 1)]
        self.lead = self._actor(self._account("chair"))

    @property
    def body(self) -> Organisation:
        return Organisation.objects.get(code=self.area)

    def _account(self, name: str) -> Account:
        return register_account(username=name, name=name, at=self.at, actor=SYSTEM)

    def engage(self, username: str, role: Role, area: str) -> Actor:
        account = self._account(username)
        grant_mandate(account=account, role=role, area=area, since=BEGAN, at=self.at, actor=SYSTEM)
        return actor_of(account, self.at.date())

    def _actor(self, account: Account) -> Actor:
        return Actor(account=str(account.pk), name=account.name)

    def voter(self, number: int) -> Actor:
        return self._actor(self.accounts[number - 1])

    def seated(self, username: str) -> Actor:
        return self._actor(self.people[username])

    def second(self, runner: Actor) -> Actor:
        """Answer who confirms a protocol next to the runner."""
        return self.township if runner == self.clerk else self.voter(VOTERS - 3)

    # --- the way of an election, step by step

    def begin(self, sort: str = Sort.TERM) -> "Way":
        matter = services.open_election(body=self.body, sort=sort, actor=self.clerk, at=self.now)
        return Way(self, matter.pk)


@dataclass
class Way:
    """An election on its way; every method takes it one stage further through the ordinary services."""

    world: World
    key: Any
    box: Box = field(init=False)
    hall: Station = field(init=False)
    papers: dict[int, Sequence[Sequence[int]]] = field(default_factory=dict)

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.key)

    @property
    def election(self) -> Election:
        return Election.objects.get(pk=self.key)

    @property
    def poll(self) -> Poll:
        return Poll.objects.filter(matter=self.key).order_by("-number")[0]

    def wait(self, days: int) -> None:
        for _day in range(days):
            self.world.now += DAY
            while tick(at=self.world.now):
                pass

    def take(self, step: str, *, by: Actor | None = None, **values: Any) -> None:
        given = {"files": None, **values}
        act(matter_id=self.key, step=step, values=given, actor=by or self.world.lead, at=self.world.now)

    def who(self) -> dict[str, Any]:
        return {"actor": self.world.lead, "at": self.world.now}

    def form(self, substitutes: int = 2) -> None:
        """The committee: a chair, two members of the roll's end, and substitutes."""
        lead = Account.objects.get(pk=self.world.lead.account)
        rest = self.world.accounts[-2 - substitutes :]
        members = [services.Chosen(name=lead.name, place=Place.CHAIR, account=lead)]
        for n, account in enumerate(rest):
            place = Place.MEMBER if n < 2 else Place.SUBSTITUTE
            members.append(services.Chosen(name=account.name, place=place, account=account))
        services.name_committee(
            matter_id=self.key, members=members, actor=self.world.clerk, at=self.world.now
        )
        self.assemble("by_all")

    def assemble(self, decision: str, *, members: int = 60, yes: int = 40) -> None:
        """Hold an assembly of all voters, counted by show of hands."""
        clerk, village = self.world.clerk, self.world.area == VILLAGE
        call = convening.Call(
            decision=decision,
            rule="village_assembly_voters" if village else "residents_assembly_voters",
            place="村委会",
            starts_at=self.world.now + 11 * DAY,
            motion="同意",
            members=members,
        )
        held = convening.call_meeting(matter_id=self.key, given=call, actor=clerk, at=self.world.now)
        self.wait(11)
        more: dict[str, Any] = {"actor": clerk, "at": self.world.now}
        convening.open_meeting(meeting_id=held.pk, **more)
        attending.sign_for(meeting_id=held.pk, counted=yes + 2, sheet=photo(), **more)
        motion = held.motions.get()
        voting.open_vote(motion=motion, **more)
        voting.close_vote(motion=motion, yes=yes, no=2, abstain=0, **more)
        conclude(meeting_id=held.pk, minutes="推选完毕。", **more)

    def plan(
        self, *, way: str = "voters", days: int = 60, chair: int = 1, vice: int = 0, others: int = 2
    ) -> None:
        self.take(
            "plan",
            day=self.world.now + days * DAY,
            way=way,
            chair=chair,
            vice=vice,
            others=others,
            stations="村委会院坝，9时至17时。",
        )

    def register(self, **more: Any) -> None:
        rows = [
            services.Registrant(
                name=account.name,
                born=BORN,
                account=account,
                household=str(n),
                asks=True,
                votes=True,
                lives_since=date(2010, 1, 1),
                **more,
            )
            for n, account in enumerate(self.world.accounts, 1)
        ]
        services.enter(matter_id=self.key, people=rows, actor=self.world.clerk, at=self.world.now)
        services.settle(matter_id=self.key, **self.who())

    def show_roll(self) -> None:
        self.take("publish_roll")
        self.wait(6)

    def nominate(
        self, number: int, office: str = "member", *, woman: bool = False, backers: Sequence[int] = ()
    ) -> Candidate:
        named = services.Named(
            number=number, office=office, woman=woman, backers=tuple(backers) or tuple(range(1, 11))
        )
        made = services.nominate(matter_id=self.key, given=named, **self.who())
        services.accept(candidate_id=made.pk, actor=self.world.voter(number), at=self.world.now)
        return made

    def slate(self) -> None:
        """One and two for chair, three to five for member; two and four are women."""
        for number, office in ((1, "chair"), (2, "chair"), (3, "member"), (4, "member"), (5, "member")):
            self.nominate(number, office, woman=number in (2, 4))

    def review(self) -> None:
        self.take("close_nominations")
        for candidate in self.election.candidates.filter(stage="accepted"):
            for department in Department.values:
                services.give_opinion(
                    candidate_id=candidate.pk,
                    department=department,
                    actor=self.world.township,
                    at=self.world.now,
                )

    def announce(self) -> None:
        self.take("publish_candidates")
        self.take("call_hustings", moment=self.world.now + DAY, place="村委会")
        self.wait(1)
        self.take("hold_hustings", summary="候选人介绍了设想。")

    def ready(self, **more: Any) -> None:
        """Up to candidates who have met the voters."""
        self.form()
        self.plan(**more)
        self.register()
        self.show_roll()
        self.slate()
        self.review()
        self.announce()

    def open(self, *, runner: Actor | None = None) -> None:
        """Prepare the poll, its keys, its station; open it on the day that was published."""
        runner = runner or self.world.lead
        day = self.election.voting_on or (self.world.now + 2 * DAY).date()
        opens = datetime.combine(day, self.world.at.timetz())
        self.take("prepare_vote", by=runner, opens_at=opens, closes_at=opens + timedelta(hours=8))
        holders = [self.world.seated("supervisor"), self.world.seated("supervisor2")]
        self.box = Box(self.poll, runner, holders, second=self.world.second(runner))
        self.box.make_ready(at=self.world.now)
        self.hall = self.box.station("村委会", "hall", at=self.world.now)
        while self.world.now < opens:
            self.wait(1)
        self.world.now = opens
        self.take("open_vote", by=runner)

    def cast(self, *papers: Sequence[Sequence[int]]) -> None:
        """One paper ballot after the other, by the voters in the order of the roll."""
        self.papers = dict(enumerate(papers, 1))
        self.box.hand_out(self.hall, self.papers, at=self.world.now + timedelta(hours=1))

    def count(self) -> None:
        self.world.now += timedelta(hours=9)
        self.take("close_vote", by=self.box.runner)
        self.box.count_paper(self.hall, self.papers, photo(), at=self.world.now)
        self.box.decrypt(at=self.world.now)
        self.take("count_vote", by=self.box.runner)

    def vote(self, *papers: Sequence[Sequence[int]], runner: Actor | None = None) -> None:
        self.open(runner=runner)
        self.cast(*papers)
        self.count()
