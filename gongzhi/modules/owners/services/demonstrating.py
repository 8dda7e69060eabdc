"""The demo's estate through the ordinary services: founded, elected, one secret vote finished, one by name running."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from gongzhi.kernel.ballots.demo import Played
from gongzhi.kernel.ballots.models import Poll, Voter
from gongzhi.kernel.ballots.services import naming
from gongzhi.kernel.matters.demo import DAY, Days
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.demo import DEMO_PASSWORD
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of, phone_of
from gongzhi.kernel.people.services import register_account
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Estate
from gongzhi.modules.owners.models import Handover, Motion, Owner, Unit
from gongzhi.modules.owners.selectors.officers import members
from gongzhi.modules.owners.vocabulary import Founding as Stage
from gongzhi.modules.owners.vocabulary import Ground
from gongzhi.modules.owners.vocabulary import Motion as S

from . import handing, keeping, scenery
from .chairing import Choice, choose_officers
from .importing import check, import_roll
from .polling import remind
from .proposing import Proposal, Question, apply_for_founding, propose
from .scenery import said
from .standing import hold

COMMUNITY, NAME = "500103001003", "观澜苑"
HOUR = timedelta(hours=1)
PEOPLE = ("subdistrict", "community", "resident", "villager")
SEATS, PAPER = 5, 2
# Five in seven are for it, one against, one abstains; every sixth owner does not vote.
MARKS, MISSING = ((1, 0), (1, 0), (0, 1), (1, 0), (0, 0), (1, 0), (1, 0)), 6


@dataclass
class Story(Days):
    """An estate on its way, day by day. `above` acts for the subdistrict, `members` will sit on the committee."""

    now: datetime
    above: Actor
    clerk: Actor
    estate: Estate
    members: list[Actor] = field(default_factory=list)

    def take(self, matter: Matter, step: str, by: Actor | None = None, **values: Any) -> None:
        who = by or self.members[0]
        act(matter_id=matter.pk, step=step, values={"files": None, **values}, actor=who, at=self.now)

    def more(self, by: Actor | None = None) -> dict[str, Any]:
        return {"actor": by or self.members[0], "at": self.now}

    # --- the steps of every vote

    def put(self, title: str, text: str, *questions: Question, **more: Any) -> Motion:
        given = Proposal(title=title, text=text, questions=questions)
        motion = propose(estate=self.estate.pk, given=given, **more, **self.more())
        self.wait(1)
        self.take(motion.matter, "notice", how="各单元门口张贴，逐户发短信")
        return motion

    def prepare(self, motion: Motion, *, days: int, secret: bool = False) -> Poll:
        self.wait(15)
        opens = self.now + 2 * DAY
        hours: dict[str, Any] = {"opens_at": opens, "closes_at": opens + days * DAY, "secret": secret}
        self.take(motion.matter, "prepare_owners", **hours)
        return motion.matter.polls.get()

    def open(self, poll: Poll) -> None:
        self.wait(2)
        self.take(poll.matter, "open_owners")
        poll.refresh_from_db()

    def close(self, poll: Poll) -> None:
        self.wait((timezone.localdate(poll.closes_at) - timezone.localdate(self.now)).days)
        self.take(poll.matter, "close_owners")

    def publish(self, poll: Poll) -> None:
        self.take(poll.matter, "count_owners")
        self.take(poll.matter, "publish_result")
        self.outlast(poll.matter, S.DECIDED)

    def vote(self, poll: Poll, answers: Sequence[Sequence[Sequence[int]]], share: int) -> None:
        """Have `share` of hundred owners vote by name: on their screens, two of them at their doors.

        Those whom the sign-in page offers are left out: whoever tries the demo votes as them.
        """
        others = poll.voters.exclude(account__username__in=PEOPLE).select_related("account")
        voters = list(others.order_by("number"))
        for n, voter in enumerate(voters[: len(voters) * share // 100]):
            chosen = answers[n % len(answers)]
            if n < PAPER or voter.account is None:
                self._at_the_door(poll, voter, chosen, n)
            else:
                naming.vote(
                    poll_id=poll.pk, answers=chosen, actor=_actor(voter.account), at=self.now + n * HOUR / 60
                )

    def _at_the_door(self, poll: Poll, voter: Voter, chosen: Sequence[Sequence[int]], n: int) -> None:
        given: dict[str, Any] = {"poll_id": poll.pk, "number": voter.number, "answers": chosen}
        by = {**self.more(), "at": self.now + n * HOUR / 60}
        naming.enter(**given, means="door", photo=picture(f"表决票{voter.number}.png", n), **by)


def picture(name: str, shade: int) -> list[Any]:
    out = io.BytesIO()
    Image.new("RGB", (120, 160), (200 - shade % 100, 190, 180)).save(out, "PNG")
    return [SimpleUploadedFile(name, out.getvalue(), "image/png")]


def _actor(account: Account) -> Actor:
    return Actor(account=str(account.pk), name=account.name)


@transaction.atomic
@override(settings.LANGUAGE_CODE)
def demonstrate(at: datetime) -> int:
    """Make the estate once; answers how many units and votes that are, 0 where the demo's people are missing."""
    people = {
        a.username: a
        for a in Account.objects.filter(username__in=("subdistrict", "community", "resident", "villager"))
    }
    if len(people) < 4 or Estate.objects.filter(area_id=COMMUNITY, name=NAME).exists():
        return 0
    begins = at - 250 * DAY
    today = timezone.localdate(at)
    estate = Estate.objects.create(area_id=COMMUNITY, name=NAME, address="观澜路18号")
    story = Story(
        begins, actor_of(people["subdistrict"], today), actor_of(people["community"], today), estate
    )
    known = [(people[name].name, phone_of(people[name])) for name in ("resident", "villager")]
    _owners(story, known)
    _founded(story)
    _led(story)
    _kept(story)
    secret = _secretly(story, at)
    _running(story, at)
    return Unit.objects.filter(estate=estate).count() + secret


def _owners(story: Story, known: list[tuple[str, str]]) -> None:
    """Everybody has an account; those who will sit on the committee sign in by username."""
    for n, (name, phone) in enumerate(scenery.people(), start=1):
        register_account(
            username=f"owner{n:02}",
            name=name,
            password=DEMO_PASSWORD if n <= SEATS else None,
            phone=phone,
            phone_verified=True,
            at=story.now,
            actor=SYSTEM,
        )
    story.members = [_actor(Account.objects.get(username=f"owner{n:02}")) for n in range(1, SEATS + 1)]
    rows = check(scenery.table(known)).rows
    import_roll(estate=story.estate.pk, rows=rows, **story.more(story.clerk))


def _founded(story: Story) -> None:
    """The developer reports, a group prepares, owners pass rules and covenant and elect five of seven."""
    founding = apply_for_founding(estate=story.estate.pk, ground=Ground.DEVELOPER, **story.more(story.above))
    matter = founding.matter
    story.take(matter, "confirm", story.above, note=said("delivered"))
    lines = "\n".join(f"{name}，{phone}" for name, phone in scenery.people()[:SEATS])
    story.take(matter, "group", story.above, members=lines)
    story.take(matter, "publish_plan", title="首次业主大会会议筹备方案", text=said("plan"))
    story.outlast(matter, Stage.READY)
    standing = [
        Owner.objects.get(estate=story.estate, name=name).pk for name, _phone in scenery.people()[: SEATS + 2]
    ]
    motion = story.put(
        "首次业主大会会议",
        said("first"),
        Question(subject=1, title="业主大会议事规则", text=said("rules")),
        Question(subject=2, title="管理规约", text=said("covenant")),
        Question(subject=3, title="选举业主委员会", text=said("seats"), seats=SEATS, candidates=standing),
        founding=founding,
    )
    poll = story.prepare(motion, days=7)
    story.open(poll)
    yes, slate = [1, 0], [1, 1, 1, 1, 1, 0, 0]
    answers = ([yes, yes, slate], [yes, yes, slate], [yes, [0, 1], slate], [yes, yes, [0, 1, 1, 1, 1, 1, 0]])
    story.vote(poll, answers, 78)
    story.close(poll)
    story.publish(poll)
    story.take(matter, "found")


def _led(story: Story) -> None:
    """The committee chooses a chair and a deputy at its first meeting."""
    today = timezone.localdate(story.now)
    chair, deputy, *_rest = (held.pk for held in members(hold(story.estate.pk), today))
    minutes = picture("会议记录.png", 7)
    given = Choice(day=today, chair=chair, deputies=[deputy], present=SEATS, agreed=SEATS, minutes=minutes)
    choose_officers(estate=story.estate.pk, given=given, **story.more())


def _kept(story: Story) -> None:
    """Filing, handover from the group, the seal, an audit."""
    estate, first, second, third = story.estate.pk, *story.members[:3]
    keeping.file_committee(estate=estate, **story.more())
    giver = handing.former_bodies(hold(estate))[0]
    handover: Handover = handing.begin_handover(estate=estate, giver=giver.pk, **story.more())
    numbers = range(1, len(handing.THINGS) + 1)
    for giving, member in ((True, second), (False, first)):
        handing.tick(handover=handover, numbers=numbers, giving=giving, **story.more(member))
    for days, purpose, document in (
        (12, "签订电梯维保合同", "电梯维护保养合同"),
        (15, "开立业主共有资金账户", "银行开户申请书"),
        (9, "回复街道来函", "关于消防通道整改的复函"),
    ):
        story.wait(days)
        use = keeping.ask_for_seal(estate=estate, purpose=purpose, document=document, **story.more(first))
        keeping.judge_seal(use=use, agrees=True, **story.more(second))
        keeping.judge_seal(use=use, agrees=True, **story.more(third))
        keeping.use_seal(use=use, photo=picture("用印.png", days), **story.more(first))
    waiting = keeping.ask_for_seal(
        estate=estate, purpose="订购公告栏", document="采购单", **story.more(second)
    )
    keeping.judge_seal(use=waiting, agrees=True, **story.more(third))
    keeping.publish_audit(
        estate=estate,
        kind="yearly",
        year=timezone.localdate(story.now).year,
        auditor="明衡会计师事务所（演示）",
        text=said("audit"),
        files=picture("审计报告.png", 5),
        **story.more(),
    )


def _secretly(story: Story, at: datetime) -> int:
    """A secret vote on the repair fund, by heads and by area; answers how many ballots were cast."""
    motion = story.put(
        "2号电梯大修",
        said("lift"),
        Question(subject=5, title="使用维修资金大修2号电梯", text=said("lift_cost")),
    )
    poll = story.prepare(motion, days=6, secret=True)
    secret = Played(poll, story.members[0], story.members[1:4])
    secret.make_ready(threshold=2, at=story.now)
    story.open(poll)
    cast = 0
    for voter in poll.voters.filter(account__isnull=False).exclude(number__in=range(0, 200, MISSING)):
        actor = Actor(account=str(voter.account_id))
        secret.cast(voter.number, [MARKS[voter.number % len(MARKS)]], actor, at=story.now)
        cast += 1
    story.close(poll)
    secret.decrypt(at=story.now)
    story.publish(poll)
    return cast


def _running(story: Story, at: datetime) -> None:
    """A vote by name that is open now, two fifths in, with a reminder of this morning."""
    story.wait((at - story.now).days - 21)
    motion = story.put(
        "增设电动自行车充电棚",
        said("shed"),
        Question(subject=8, title="改变3栋北侧空地用途，建充电棚", text=said("shed_terms")),
        Question(subject=4, title="续聘物业服务企业", text=said("manager")),
    )
    poll = story.prepare(motion, days=12)
    story.open(poll)
    yes, no = [1, 0], [0, 1]
    story.vote(poll, ([yes, yes], [yes, no], [no, yes], [yes, [0, 0]], [yes, yes]), 42)
    story.wait(1)
    remind(poll=poll, **story.more())
