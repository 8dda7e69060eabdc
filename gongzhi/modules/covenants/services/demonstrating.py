"""Generate the demo's covenants through the ordinary services: one village's in its second version, one being drafted.

What people say in it stands in data/demo_clauses.csv and data/demo_words.csv; nobody's covenant was copied.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from gongzhi.kernel.matters.demo import DAY, Days
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services import act, attending, convening, voting
from gongzhi.kernel.matters.services.concluding import conclude
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.vocabulary import TOWNSHIP, short_name
from gongzhi.modules.covenants.models import Covenant
from gongzhi.modules.covenants.vocabulary import Conduct, Stance
from gongzhi.modules.covenants.vocabulary import State as S

from . import keeping
from .drafting import Draft, Row, amend, begin, save_draft
from .hearing import Said, enter_opinion, give_opinion

VILLAGE, COMMUNITY = "500112143210", "500103001003"
DATA = Path(__file__).parents[1] / "data"
HOUSEHOLDS, PRESENT, YES, NO = 386, 271, 262, 6
ROUNDS = (("first", 330), ("second", 110))  # how many days ago each round of the village began


@dataclass
class Story(Days):
    """A covenant on its way, day by day. `clerk` acts for the committee, `reviewer` for the township."""

    area: str
    clerk: Actor
    reviewer: Actor | None
    now: datetime
    covenant: Covenant = field(init=False)

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.covenant.pk)

    def take(self, step: str, *, after: int = 1, by: Actor | None = None, **values: Any) -> None:
        self.wait(after)
        given = {"note": "", "files": None, **values}
        act(matter_id=self.covenant.pk, step=step, values=given, actor=by or self.clerk, at=self.now)

    def begin(self, name: str, reason: str) -> None:
        self.covenant = begin(area=self.area, name=name, reason=reason, actor=self.clerk, at=self.now)

    def amend(self, reason: str, *, repeal: bool = False) -> None:
        self.covenant = amend(of=self.covenant, reason=reason, repeal=repeal, actor=self.clerk, at=self.now)

    def write(self, preamble: str, rows: Iterable[Row], **more: Any) -> None:
        draft = Draft(preamble=preamble, rows=tuple(rows), **more)
        self.covenant = save_draft(matter_id=self.covenant.pk, given=draft, actor=self.clerk, at=self.now)

    def hear(self, paper: Iterable[Said], online: Iterable[tuple[Actor, Said]] = ()) -> None:
        self.take("hear", households=HOUSEHOLDS, how=words()["how"])
        self.wait(2)
        for said in paper:
            enter_opinion(matter_id=self.covenant.pk, given=said, actor=self.clerk, at=self.now)
        for who, said in online:
            give_opinion(matter_id=self.covenant.pk, given=said, actor=who, at=self.now)
        self.take("close_hearing", after=8, summary=words()["summary"])

    def review(self) -> None:
        self.take("discuss", opinion=words()["party"])
        self.take("submit")
        self.take("approve", after=3, by=self.reviewer, note=words()["approve"])

    def vote(self, *, present: int = PRESENT, yes: int = YES, no: int = NO) -> None:
        """Hold the assembly of households: told ten days before, counted by show of hands."""
        call = convening.Call(
            decision="assembly",
            rule="village_assembly_households",
            place=words()["place"],
            starts_at=self.now + 12 * DAY,
            motion=words()["motion"],
            members=HOUSEHOLDS,
        )
        held = convening.call_meeting(matter_id=self.covenant.pk, given=call, actor=self.clerk, at=self.now)
        self.wait(12)
        more: dict[str, Any] = {"actor": self.clerk, "at": self.now}
        convening.open_meeting(meeting_id=held.pk, **more)
        attending.sign_for(meeting_id=held.pk, counted=present, sheet=[sheet(self.now)], **more)
        motion = held.motions.get()
        voting.open_vote(motion=motion, **more)
        voting.close_vote(motion=motion, yes=yes, no=no, abstain=present - yes - no, **more)
        conclude(meeting_id=held.pk, minutes=words()["minutes"], **more)

    def publish(self) -> None:
        self.take("file", after=3, note=words()["file"])
        self.take("publish_text", after=2)

    def come_into_force(self) -> Covenant:
        """Let the publication run out, holidays and all; the day after it holds."""
        self.outlast(self.matter, S.IN_FORCE)
        self.wait(1)
        self.covenant.refresh_from_db()
        return self.covenant


def sheet(at: datetime) -> SimpleUploadedFile:
    """Answer a picture that stands for the sheet of signatures of one day: no two are alike."""
    out = io.BytesIO()
    number = at.date().toordinal()
    colour = (200 + number % 50, 220, 200 + number // 50 % 50)
    Image.new("RGB", (48, 64), colour).save(out, "PNG")
    return SimpleUploadedFile(f"{at:%Y%m%d}.png", out.getvalue())


@cache
def words() -> dict[str, str]:
    with (DATA / "demo_words.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["text"] for row in csv.DictReader(file)}


def clauses(draft: str) -> Iterator[Row]:
    with (DATA / "demo_clauses.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["draft"] == draft:
                yield Row(
                    theme=row["theme"], own_theme=row["own"], text=row["text"], way=row["way"], who=row["who"]
                )


def doors(first: int, count: int) -> Iterator[Said]:
    """Answer what households said on paper, most of them without a word."""
    spoken = ("change1", "change2", "change3", "against")
    for number in range(first, first + count):
        key = spoken[number // 12 % 4] if number % 12 == 0 else "for"
        stance = Stance(key.rstrip("123"))
        yield Said(household=f"{number % 6 + 1}-{number}", stance=stance, text=words()[f"opinion.{key}"])


@transaction.atomic
def demonstrate(at: datetime) -> int:
    """Generate the demo's covenants up to `at`. Answers how many; 0 where there are some, or the people are missing."""
    people = {
        a.username: a for a in Account.objects.filter(username__in=("secretary", "community", "villager"))
    }
    if Covenant.objects.exists() or len(people) < 3:
        return 0
    _village(people, at)
    _community(people["community"], at)
    return Covenant.objects.count()


def _village(people: dict[str, Account], at: datetime) -> None:
    begins = timezone.localtime(at - DAY).replace(hour=9, minute=30, second=0, microsecond=0)
    day = begins.date() - ROUNDS[0][1] * DAY
    clerk, villager = (actor_of(people[name], begins.date()) for name in ("secretary", "villager"))
    story = Story(VILLAGE, clerk, _reviewer(day, at), begins)
    for draft, ago in ROUNDS:
        story.now = begins - ago * DAY
        reason = words()[f"reason.{draft}"]
        if draft == "first":
            story.begin(_named(VILLAGE, "name.village"), reason)
        else:
            story.amend(reason)
        story.write(words()[f"preamble.{draft}"], clauses(draft))
        said = Said(household="3-18", stance=Stance.CHANGE, text=words()["opinion.change2"])
        story.hear(doors(20, 60 + ago // 2), [(villager, said)])
        story.review()
        story.vote()
        story.publish()
        story.come_into_force()
    _kept(story, people, begins)


def _kept(story: Story, people: dict[str, Account], at: datetime) -> None:
    """What the village reported about its covenant, confirmed by the supervisors; the first year's assessment."""
    covenant = Covenant.objects.get(pk=story.covenant.pk)
    villager = actor_of(people["villager"], at.date())
    watcher = actor_of(Account.objects.get(username="supervisor"), at.date())
    more: dict[str, Any] = {"covenant": covenant, "actor": story.clerk, "at": at - 9 * DAY}
    keeping.charge(keeper=words()["keeper"], keeps=words()["keeps"], **more)
    for n, (clause, conduct, key, confirmed) in enumerate(
        (
            (8, Conduct.PRAISE, "praise", True),
            (2, Conduct.BREACH, "breach", True),
            (10, Conduct.BREACH, "unfounded", False),
        )
    ):
        seen = at - (8 - n) * DAY
        noticed = keeping.Noticed(
            clause=clause, conduct=conduct, text=words()[key], happened_on=seen.date() - DAY
        )
        deed = keeping.report(covenant=covenant, given=noticed, actor=villager, at=seen)
        reason = words()["confirmed" if confirmed else "dismissed"]
        keeping.judge(deed=deed, confirmed=confirmed, reason=reason, actor=watcher, at=seen + DAY)
    waiting = keeping.Noticed(
        clause=5, conduct=Conduct.PRAISE, text=words()["praise"], happened_on=at.date() - 2 * DAY
    )
    keeping.report(covenant=covenant, given=waiting, actor=villager, at=at - DAY)
    keeping.assess(
        covenant=covenant, year=at.year, text=words()["assessment"], actor=watcher, at=at - timedelta(hours=1)
    )


def _community(account: Account, at: datetime) -> None:
    """A community in the midst of drafting: two of its clauses wait for a second look."""
    now = timezone.localtime(at).replace(hour=10, minute=0, second=0, microsecond=0) - 7 * DAY
    story = Story(COMMUNITY, actor_of(account, now.date()), None, now)
    story.begin(_named(COMMUNITY, "name.community"), words()["reason.community"])
    story.now += DAY
    story.write(words()["preamble.community"], clauses("community"))


def _named(area: str, key: str) -> str:
    return short_name(area, Area.objects.get(pk=area).name) + words()[key]


def _reviewer(since: date, at: datetime) -> Actor:
    """Somebody at the township's desk above the village."""
    account = register_account(username="covenants_township", name="童志诚", at=at, actor=SYSTEM)
    grant_mandate(
        account=account,
        role=Role.SUBDISTRICT_OFFICER,
        area=VILLAGE[:TOWNSHIP],
        since=since,
        at=at,
        actor=SYSTEM,
    )
    return actor_of(account, timezone.localdate(at))
