"""Generate the demo's proposals through the ordinary services: one at each stage, 0629 waiting for its signature.

The texts stand in data/; people and what they say are made up. Departments of the city bear their real names.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import found
from gongzhi.kernel.matters.services import act, tick
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.demo import DEMO_PASSWORD
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.proposals.models import Proposal
from gongzhi.modules.proposals.procedures.figures import faults
from gongzhi.modules.proposals.vocabulary import Openness, ReplyClass, Satisfaction, Sort

from .drafting import Draft, Promise, save_draft
from .intake import Intake, take_in

DATA = Path(__file__).parents[1] / "data"
DAY = timedelta(days=1)
SESSION = "市政协六届四次会议"
FIRST = "0629"
DEPARTMENTS = {
    "civil": "重庆市民政局",
    "justice": "重庆市司法局",
    "building": "重庆市住房和城乡建设委员会",
    "bigdata": "重庆市大数据应用发展管理局",
}
# username, name, department; the first drafts, the second signs
PEOPLE = (
    ("civil", "向明远", "civil"),
    ("civil_head", "代春晖", "civil"),
    ("justice", "易正则", "justice"),
    ("building", "辛本固", "building"),
    ("bigdata", "舒以恒", "bigdata"),
)
CONTACT = {"contact": "向明远", "phone": "023-00000000", "copies": "市政府办公厅，市政协提案委员会"}


@dataclass
class Cast:
    """Who acts: `office` hands over, `drafter` and `signer` are of the lead office, `helpers` of the others."""

    office: Actor
    drafter: Actor
    signer: Actor
    deputy: Actor
    helpers: dict[str, Actor]


def furnish(*, at: datetime, since: date) -> Cast:
    """Found the city's departments that answer proposals, with their people and a deputy; again without harm."""
    city = settings.CITY_CODE
    for function, name in DEPARTMENTS.items():
        kind = Organisation.Kind.DEPARTMENT
        found(code=_code(function), name=name, kind=kind, area_code=city, since=since, function=function)
    office = _person("proposals_office", "章启文", at)
    _engage(office, "", since, at)
    people = {}
    for username, name, function in PEOPLE:
        people[username] = _person(username, name, at)
        _engage(people[username], _code(function), since, at)
    today = timezone.localdate(at)
    actors = {username: actor_of(account, today) for username, account in people.items()}
    return Cast(
        office=actor_of(office, today),
        drafter=actors["civil"],
        signer=actors["civil_head"],
        deputy=actor_of(_person("deputy", "李仲文", at), today),
        helpers={_code(function): actors[function] for function in DEPARTMENTS if function != "civil"},
    )


def _code(function: str) -> str:
    return f"{settings.CITY_CODE}:{function}"


def _person(username: str, name: str, at: datetime) -> Account:
    known = Account.objects.filter(username=username).first()
    return known or register_account(
        username=username, name=name, password=DEMO_PASSWORD, at=at, actor=SYSTEM
    )


def _engage(account: Account, body: str, since: date, at: datetime) -> None:
    if not actor_of(account, timezone.localdate(at)).grants:
        role, area = Role.CITY_OFFICER, settings.CITY_CODE
        grant_mandate(account=account, role=role, area=area, body=body, since=since, at=at, actor=SYSTEM)


@dataclass
class Story:
    """A proposal on its way. `take` lets days pass, the worker do what was due, and somebody take a step."""

    cast: Cast
    now: datetime
    proposal: Proposal | None = None
    code: str = ""

    def wait(self, days: float) -> None:
        self.now += days * DAY
        while tick(at=self.now):
            pass

    def open(self, **given: Any) -> None:
        intake = Intake(area=settings.CITY_CODE, sort=Sort.CONSULTATIVE, session=SESSION, **given)
        self.proposal, self.code = take_in(given=intake, actor=self.cast.office, at=self.now)

    def take(self, step: str, by: Actor, after: float = 1, **values: Any) -> None:
        self.wait(after)
        act(matter_id=self.key, step=step, values={"note": "", **values}, actor=by, at=self.now)

    @property
    def key(self) -> Any:
        if self.proposal is None:
            raise LookupError("nothing was taken in")
        return self.proposal.pk

    def hand_over(self, *helpers: str) -> None:
        bodies = {o.code: o for o in Organisation.objects.filter(code__in=(*helpers, _code("civil")))}
        chosen = [bodies[code] for code in helpers]
        self.take("assign", self.cast.office, 2, body=bodies[_code("civil")], bodies=chosen)
        self.take("accept", self.cast.drafter)

    def draft(self, text: str, reply_class: str, promises: tuple[str, ...] = ()) -> None:
        made = [
            Promise(words, (self.now + (60 + 150 * n) * DAY).date()) for n, words in enumerate(promises, 1)
        ]
        draft = Draft(text=text, reply_class=ReplyClass(reply_class), promises=made, **CONTACT)
        save_draft(matter_id=self.key, given=draft, actor=self.cast.drafter, at=self.now)

    def agree(self, *helpers: str) -> None:
        self.take("circulate", self.cast.drafter)
        for code in helpers:
            self.take("countersign", self.cast.helpers[code])

    def sign(self, document: str) -> None:
        self.take("submit", self.cast.drafter)
        signer = f"局长 {self.cast.signer.name}"
        self.take("sign", self.cast.signer, 2, document=document, signer=signer, openness=Openness.WHOLE)

    def receive(self, how: Satisfaction) -> None:
        self.take("receive", self.cast.deputy, 6, satisfaction=how.value, words="")


@transaction.atomic
def demonstrate(at: datetime) -> int:
    """Generate the demo's proposals up to `at`. Answers how many; 0 where there are some already."""
    if Proposal.objects.exists():
        return 0
    begin = timezone.localtime(at).replace(hour=10, minute=0, second=0, microsecond=0)
    cast = furnish(at=at, since=begin.date() - 400 * DAY)
    with (DATA / "demo.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for n, row in enumerate(rows, 1):
        _told(Story(cast, begin - int(row["age"]) * DAY), row, document=f"〔{at.year}〕{n}号")
    _first(Story(cast, begin - 58 * DAY))
    return Proposal.objects.count()


@cache
def words() -> dict[str, str]:
    with (DATA / "words.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["text"] for row in csv.DictReader(file)}


def _told(story: Story, row: dict[str, str], *, document: str) -> None:
    told, deputies = row["story"], tuple(row["deputies"].split("、"))
    story.open(
        number=row["number"],
        title=row["title"],
        body=row["body"],
        deputies=deputies,
        account=story.cast.deputy.uuid,
    )
    if told == "received":
        return
    story.hand_over()
    if told in ("writing", "late"):
        return
    story.take("contact", story.cast.drafter, 15, way="座谈", talk=words()["talk"])
    text = row["text"].replace("|", "\n")
    story.draft(text, row["class"], tuple(p for p in row["promise"].split(";") if p))
    story.sign(f"渝民函{document}")
    if told == "twice":
        story.take("dissatisfied", story.cast.deputy, 5, reason=words()["reason"])
        story.wait(6)
        story.draft(f"{text}\n{words()['more']}", row["class"])
        story.sign(f"渝民函再{document}")
    story.take("publish", story.cast.drafter, 3, summary="")
    story.receive(Satisfaction.MOSTLY if told == "promised" else Satisfaction.SATISFIED)
    if told == "promised":
        story.take("fulfil", story.cast.drafter, 20, place=1, result=words()["kept"])
    else:
        story.take("close", story.cast.drafter, 3)


def _first(story: Story) -> None:
    """0629: drafted from live figures, agreed by everybody, waiting for its signature."""
    lines = (DATA / f"{FIRST}.txt").read_text("utf-8").splitlines()
    helpers = tuple(story.cast.helpers)
    story.open(
        number=FIRST,
        title=words()["title"],
        body=words()["body"],
        deputies=("李仲文",),
        account=story.cast.deputy.uuid,
    )
    story.hand_over(*helpers)
    for code in helpers:
        story.take(
            "contribute",
            story.cast.helpers[code],
            5,
            opinion=words()["opinion"],
        )
    story.take(
        "contact",
        story.cast.drafter,
        5,
        way="上门走访",
        talk=words()["visit"],
    )
    promises = (words()["promise1"], words()["promise2"])
    story.wait(8)
    story.draft("\n".join(line for line in lines if not faults(line)), ReplyClass.B, promises)
    story.agree(*helpers)
    story.take("submit", story.cast.drafter)
