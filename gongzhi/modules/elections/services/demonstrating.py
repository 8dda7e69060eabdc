"""Generate the demo's elections: one finished, secret, on the screen and on paper; one with its roll being shown.

Nobody's name is in it. Everything goes through the ordinary services, in order of time; former committees, whose terms
ended or end soon, are seated as a register that was there before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.demo import DAY, Days
from gongzhi.kernel.matters.services import act, attending, convening, voting
from gongzhi.kernel.matters.services.concluding import conclude
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import register_account
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.codes import after
from gongzhi.modules.elections.models import Candidate, Election
from gongzhi.modules.elections.vocabulary import Asset, Department, Place, Sort
from gongzhi.modules.elections.vocabulary import State as S

from .forming import Chosen, name_committee
from .handing import add_item, give, take
from .meeting import answer, ask, entrust
from .nominating import Named, accept, nominate
from .opening import open_election
from .registering import Registrant, enter, settle
from .reviewing import give_opinion
from .scenery import FAMILY, GIVEN, former, hire, photo, said
from .staging import Box

COMMUNITY, TOWNSHIP = "500103001003", "500103001"
MORNING = time(9)
VOTERS, ON_SCREEN, ON_PAPER = 40, 28, 6
BEGAN, SHOWS = 120, 21  # days before now: the finished one began, the running one
# who stands: number on the roll, office, a woman, a word about them
SLATE = (
    (1, "chair", False, said(1)),
    (2, "chair", True, said(2)),
    (3, "vice_chair", True, said(3)),
    (4, "vice_chair", False, said(4)),
    (5, "member", True, said(5)),
    (6, "member", False, said(6)),
    (7, "member", False, said(7)),
    (8, "member", True, said(8)),
)
VOTES = (((1, 0), (1, 0), (1, 1, 1, 0)), ((1, 0), (0, 1), (1, 1, 0, 1)), ((0, 1), (1, 0), (1, 1, 1, 0)))
ITEMS = (
    (Asset.SEAL, "居民委员会公章、财务专用章各一枚"),
    (Asset.BOOKS, said(9)),
    (Asset.MONEY, said(10)),
    (Asset.PROPERTY, said(11)),
)


@transaction.atomic
def demonstrate(at: datetime) -> int:
    """Generate both elections up to `at`. Answers how many; 0 where there are some, or the people are missing."""
    clerk = Account.objects.filter(username="community").first()
    if Election.objects.exists() or clerk is None or not Area.objects.filter(code=COMMUNITY).exists():
        return 0
    others = Area.objects.filter(code__gte=TOWNSHIP, code__lt=after(TOWNSHIP), level=12, until__isnull=True)
    near = list(others.exclude(code=COMMUNITY).order_by("code").values_list("code", flat=True)[:4])
    Story(COMMUNITY, clerk, _morning(at, BEGAN)).finish()
    if near:
        Story(near[0], hire(near[0], at), _morning(at, SHOWS)).show()
    for n, code in enumerate(near[1:], 1):
        former(code, timezone.localdate(at) + 90 * n * DAY, at)
    return Election.objects.count()


def _morning(at: datetime, ago: int) -> datetime:
    day = timezone.localdate(at) - ago * DAY
    return timezone.make_aware(datetime.combine(day, MORNING))


@dataclass
class Story(Days):
    """An election on its way, day by day."""

    area: str
    clerk_account: Account
    now: datetime
    voters: list[Account] = field(init=False)
    key: Any = None

    def __post_init__(self) -> None:
        day = timezone.localdate(self.now)
        self.clerk = actor_of(self.clerk_account, day)
        former(self.area, day + 60 * DAY, self.now)
        names = [family + given for given, family in product(GIVEN, FAMILY)]
        self.voters = [
            register_account(username=f"v{self.area[-3:]}{n:02}", name=names[n], at=self.now, actor=SYSTEM)
            for n in range(VOTERS)
        ]
        self.lead, self.second, self.third = (self.actor(VOTERS - n) for n in (0, 1, 2))

    def actor(self, number: int) -> Actor:
        account = self.voters[number - 1]
        return Actor(account=str(account.pk), name=account.name)

    @property
    def election(self) -> Election:
        return Election.objects.get(pk=self.key)

    def do(self, step: str, *, by: Actor | None = None, **values: Any) -> None:
        given = {"files": None, **values}
        act(matter_id=self.key, step=step, values=given, actor=by or self.lead, at=self.now)

    def begin(self, days: int) -> None:
        """Open it, have the assembly choose the election committee, and fix the day."""
        body = Organisation.objects.get(code=self.area)
        self.key = open_election(body=body, sort=Sort.TERM, actor=self.clerk, at=self.now).pk
        members = [
            Chosen(name=self.voters[number - 1].name, place=place, account=self.voters[number - 1])
            for number, place in (
                (VOTERS, Place.CHAIR),
                (VOTERS - 1, Place.VICE_CHAIR),
                (VOTERS - 2, Place.MEMBER),
                (VOTERS - 3, Place.SUBSTITUTE),
            )
        ]
        name_committee(matter_id=self.key, members=members, actor=self.clerk, at=self.now)
        self._assembly()
        self.do(
            "plan",
            day=self.now + days * DAY,
            way="voters",
            chair=1,
            vice=1,
            others=3,
            stations=said(12),
        )

    def _assembly(self) -> None:
        call = convening.Call(
            decision="by_all",
            rule="residents_assembly_voters",
            place="社区活动室",
            starts_at=self.now + 11 * DAY,
            motion="同意推选上述人员组成居民选举委员会",
            members=VOTERS * 3,
        )
        held = convening.call_meeting(matter_id=self.key, given=call, actor=self.clerk, at=self.now)
        self.wait(11)
        more: dict[str, Any] = {"actor": self.clerk, "at": self.now}
        convening.open_meeting(meeting_id=held.pk, **more)
        attending.sign_for(meeting_id=held.pk, counted=78, sheet=photo(self.now), **more)
        motion = held.motions.get()
        voting.open_vote(motion=motion, **more)
        voting.close_vote(motion=motion, yes=74, no=1, abstain=3, **more)
        conclude(meeting_id=held.pk, minutes=said(13), **more)

    def register(self) -> None:
        rows = [
            Registrant(
                name=account.name,
                born=date(1950 + n, 5, 1),
                account=account,
                group=f"{n // 8 + 1}号楼",
                household=str(n),
                asks=True,
                lives_since=date(2010, 1, 1),
            )
            for n, account in enumerate(self.voters)
        ]
        rows.append(Registrant(name="小王", born=timezone.localdate(self.now) - 17 * 365 * DAY, asks=True))
        enter(matter_id=self.key, people=rows, actor=self.clerk, at=self.now)
        settle(matter_id=self.key, actor=self.lead, at=self.now)

    def show(self) -> None:
        """A roll that is being shown, with the first nominations."""
        self.begin(30)
        self.wait(7)
        self.register()
        self.do("publish_roll")
        self.wait(1)
        self.nominate(SLATE[:3])

    def nominate(self, slate: Sequence[tuple[int, str, bool, str]]) -> None:
        for number, office, woman, portrait in slate:
            named = Named(
                number=number, office=office, woman=woman, portrait=portrait, backers=tuple(range(9, 20))
            )
            made = nominate(matter_id=self.key, given=named, actor=self.lead, at=self.now)
            accept(candidate_id=made.pk, actor=self.actor(number), at=self.now)

    def finish(self) -> None:
        """From the assembly to the handover."""
        self.begin(45)
        self.wait(5)
        self.register()
        self.do("publish_roll")
        self.outlast(self.election.matter, S.NOMINATING)
        self.nominate(SLATE)
        self._reviewed()
        self._met()
        self._voted()
        self._handed()

    def _officer(self) -> Actor:
        day = timezone.localdate(self.now)
        found = actor_of(Account.objects.get(username="subdistrict"), day)
        return found

    def _reviewed(self) -> None:
        self.do("close_nominations")
        self.wait(3)
        for candidate in Candidate.objects.filter(election=self.key).order_by("pk"):
            for department in Department.values:
                give_opinion(
                    candidate_id=candidate.pk, department=department, actor=self._officer(), at=self.now
                )
        self.do("publish_candidates")

    def _met(self) -> None:
        self.do("call_hustings", moment=self.now + 3 * DAY, place="社区活动室")
        chair = Candidate.objects.get(election=self.key, entry__number=1)
        asked = ask(candidate_id=chair.pk, text=said(14), actor=self.actor(12), at=self.now)
        self.wait(3)
        answered = said(15)
        answer(question_id=asked.pk, text=answered, actor=self.actor(1), at=self.now)
        self.do("hold_hustings", summary=said(16))
        entrust(matter_id=self.key, voter=30, agent=31, letter=photo(self.now), actor=self.lead, at=self.now)
        self.do("publish_proxies")

    def _voted(self) -> None:
        day = self.election.voting_on or timezone.localdate(self.now)
        opens = timezone.make_aware(datetime.combine(day, MORNING))
        self.do("prepare_vote", opens_at=opens, closes_at=opens + timedelta(hours=9))
        poll = Poll.objects.get(matter=self.key)
        box = Box(poll, self.lead, (self.second, self.third), second=self.second)
        box.make_ready(at=self.now)
        hall = box.station("社区活动室", "hall", at=self.now)
        while self.now < opens:
            self.wait(1)
        self.do("open_vote")
        numbers = {v.account_id: v.number for v in poll.voters.all()}
        self.now = opens + timedelta(hours=1)
        for n, account in enumerate(self.voters[:ON_SCREEN]):
            box.cast(numbers[account.pk], VOTES[n % len(VOTES)], self.actor(n + 1), at=self.now)
        later = self.voters[ON_SCREEN : ON_SCREEN + ON_PAPER]
        papers = {numbers[a.pk]: VOTES[n % len(VOTES)] for n, a in enumerate(later)}
        box.hand_out(hall, papers, at=self.now)
        self.now = opens + timedelta(hours=10)
        self.do("close_vote")
        box.count_paper(hall, papers, photo(self.now), at=self.now)
        box.decrypt(at=self.now)
        self.do("count_vote")
        self.do("declare")

    def _handed(self) -> None:
        self.wait(2)
        self.do("file", by=self._officer(), note=said(17))
        for kind, what in ITEMS:
            item = add_item(matter_id=self.key, kind=kind, what=what, actor=self.lead, at=self.now)
            give(item_id=item.pk, actor=self.clerk, at=self.now)
            take(item_id=item.pk, actor=self.actor(1), at=self.now)
        self.wait(3)
        self.do("hand_over", overseen="街道办事处工作人员")
