"""Generate the demo's disclosed quarter: in the demo's village and in one district, most in time, some late, some not.

Done: by rule of the running number of a community, so that the same demo comes out each time.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.bodies.services import take_into_use
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account, Mandate
from gongzhi.kernel.people.selectors import actor_of, mandates_in
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications import services as kernel
from gongzhi.kernel.publications.declarations import period_start
from gongzhi.kernel.publications.models import Obligation, Publication
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.vocabulary import COMMUNITY, short_name
from gongzhi.modules.disclosure.models import Amount
from gongzhi.modules.disclosure.procedures import BY_KEY, group_of
from gongzhi.modules.disclosure.selectors import Line, period_words
from gongzhi.modules.disclosure.vocabulary import Group

from .disclosing import Draft, correct, disclose
from .marking import mark_busy

DISTRICT, TOWN = "500103", "500112143"
DATA = Path(__file__).parents[1] / "data"
DAY = timedelta(days=1)
SINCE = date(2024, 1, 1)
SILENT, AFTERWARDS, HALF = 9, 5, 4  # each ninth does nothing, each fifth is late, each fourth leaves one out
EARLY, LATER = 4 * DAY, 6 * DAY  # before and after the last day
RESIDENT, VILLAGER, SECRETARY, WORKER = "resident", "villager", "secretary", "community"
SUPERVISORS = ("supervisor", "supervisor2")


@dataclass(frozen=True, slots=True)
class Stage:
    """The quarter that is disclosed, and the two places of the demo's own people, with who publishes there."""

    first: date
    at: datetime
    homes: dict[str, Account]


@transaction.atomic
def demonstrate(at: datetime) -> int:
    """Generate the demo's publications of last quarter, all or none. Answers how many; 0 where some exist."""
    homes = _homes()
    if not homes or Amount.objects.exists():
        return 0
    first = period_start(period_start(timezone.localdate(at), 3) - DAY, 3)
    begun = at - (timezone.localdate(at) - first - DAY)
    stage = Stage(first, at, homes)
    for area, _number in _places(homes):
        _worker(stage, area, begun)
    # one town is in use as a whole: what its other villages owe is late, at every level up
    take_into_use(area=TOWN, since=first, at=begun, actor=SYSTEM)
    while kernel.arise(at=begun) or kernel.arise(at=at):
        pass
    made = [p for area, number in _places(homes) for p in _quarter(stage, area, number)]
    if made:
        _talk(stage)
    return len(made)


def _homes() -> dict[str, Account]:
    """Answer who publishes in the village and in the community of the demo's people, by area."""
    held = Mandate.objects.filter(role=Role.COMMUNITY_WORKER, account__username__in=(SECRETARY, WORKER))
    return {m.area_code: m.account for m in held.select_related("account").order_by("-area_code")}


def _places(homes: dict[str, Account]) -> Iterator[tuple[str, int]]:
    """Yield each place with its number; the homes have 1: everything in time."""
    yield from ((area, 1) for area in homes)
    rest = areas(under=DISTRICT, length=COMMUNITY).exclude(code__in=homes)
    yield from ((area.code, number) for number, area in enumerate(rest, start=2))


def _quarter(stage: Stage, area: str, number: int) -> Iterator[Publication]:
    """Publish what a community owes for the quarter, as far as its number says so."""
    if number % SILENT == 0:
        return
    owed = Obligation.objects.filter(area_code=area, period=stage.first, done_on__isnull=True).order_by("pk")
    for held in owed:
        group = group_of(held.duty)
        late = number % AFTERWARDS == 0 and group is not Group.PARTY
        at = _moment(stage, held, late=late)
        if at is None or (number % HALF == 0 and group is Group.FINANCE):
            continue
        yield disclose(
            obligation=held, draft=_draft(held, group, number), actor=_worker(stage, area, at), at=at
        )


def _moment(stage: Stage, held: Obligation, *, late: bool) -> datetime | None:
    """Answer when it is published; None for a day that has not come."""
    day = held.due_on + LATER if late else held.due_on - EARLY
    at = stage.at - (timezone.localdate(stage.at) - day)
    return at if at < stage.at else None if late else stage.at - timedelta(hours=3)


def _worker(stage: Stage, area: str, at: datetime) -> Actor:
    """Answer who publishes for a community, engaging somebody where nobody does."""
    on = timezone.localdate(at)
    held = mandates_in(area, role=Role.COMMUNITY_WORKER, on=on).first()
    if held is not None:
        return actor_of(stage.homes.get(area, held.account), on)
    username = f"{Role.COMMUNITY_WORKER}-{area}"
    name = _rows("demo_names.csv")[int(area) % 12]["name"]
    account = register_account(username=username, name=name, at=at, actor=SYSTEM)
    grant_mandate(account=account, role=Role.COMMUNITY_WORKER, area=area, since=SINCE, at=at, actor=SYSTEM)
    return actor_of(account, on)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _draft(held: Obligation, group: Group, number: int) -> Draft:
    area = Area.objects.get(code=held.area_code)
    place, duty = short_name(area.code, area.name), BY_KEY[held.duty]
    text = next(r["text"] for r in _rows("demo_texts.csv") if r["duty"] == held.duty)
    lines = [
        Line(row["side"], row["item"], int(row["yuan"]) * 100 + number * 137)
        for row in _rows("demo_amounts.csv")
        if row["duty"] == held.duty
    ]
    title = f"{place}{period_words(held)}{duty.title}"
    return Draft(title=title, text=text.replace("|", "\n"), lines=lines if group is Group.FINANCE else ())


def _talk(stage: Stage) -> None:
    """Questions and an answer in both homes, signatures of the village's supervisors, a correction."""
    talk = {row["duty"]: row for row in _rows("demo_questions.csv")}
    for area, account in stage.homes.items():
        for shown in Publication.objects.filter(area_code=area, kind=Group.FINANCE.kind, version=1):
            held = Obligation.objects.filter(publication=shown).first()
            words = talk[held.duty] if held else None
            asker = Account.objects.filter(username=words["asker"]).first() if words else None
            if words and asker:
                _ask_and_answer(stage, shown, words, actor_of(asker, timezone.localdate(stage.at)), account)
    _correct(stage)
    _ask_monthly(stage)


def _ask_and_answer(
    stage: Stage, shown: Publication, words: dict[str, str], asker: Actor, worker: Account
) -> None:
    """In order of time: asked, signed, answered; and asked once more, which waits."""
    first, second = (min(shown.published_at + n * DAY, stage.at) for n in (1, 2))
    question = kernel.ask(publication=shown, text=words["question"], named=True, actor=asker, at=first)
    _sign(stage, shown, at=first)
    by = actor_of(worker, timezone.localdate(stage.at))
    kernel.answer(question=question, text=words["answer"], actor=by, at=second)
    kernel.ask(publication=shown, text=words["waits"], named=False, actor=asker, at=stage.at)


def _sign(stage: Stage, shown: Publication, *, at: datetime) -> None:
    """The supervisors of the place sign, as far as the demo has any there."""
    on, there = timezone.localdate(stage.at), {"seat__post__organisation__area_code": shown.area_code}
    signers = Account.objects.filter(username__in=SUPERVISORS, **there).distinct().order_by("username")
    for number, signer in enumerate(signers):
        remarks = "" if number else _rows("demo_questions.csv")[0]["remarks"]
        kernel.sign(publication=shown, agrees=True, remarks=remarks, actor=actor_of(signer, on), at=at)


def _correct(stage: Stage) -> None:
    """What the village disclosed of its affairs was corrected once."""
    area = next(iter(stage.homes))
    shown = Publication.objects.filter(area_code=area, kind=Group.AFFAIRS.kind).first()
    if shown is not None:
        words = _rows("demo_questions.csv")[0]
        draft = Draft(title=shown.title, text=f"{shown.text}\n{words['added']}")
        at = min(shown.published_at + 3 * DAY, stage.at)
        actor = actor_of(stage.homes[area], timezone.localdate(at))
        correct(publication=shown, draft=draft, reason=words["reason"], actor=actor, at=at)


def _ask_monthly(stage: Stage) -> None:
    """The township asks for monthly accounts, where the demo has one of its officers."""
    on = timezone.localdate(stage.at)
    for area in stage.homes:
        held = mandates_in(area[:9], role=Role.SUBDISTRICT_OFFICER, on=on).filter(area_code=area[:9]).first()
        if held is not None:
            reason = _rows("demo_questions.csv")[-1]["busy"]
            mark_busy(area=area, reason=reason, actor=actor_of(held.account, on), at=stage.at)
