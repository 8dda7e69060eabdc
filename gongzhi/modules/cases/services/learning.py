"""Learn from the installation's own cases which kind a text is about; keep every version, go back to any."""

from collections import Counter
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import official
from gongzhi.kernel.record.services import write
from gongzhi.lib.text.learning import Text, learned, macro, measured, split
from gongzhi.modules.cases.models import Lesson
from gongzhi.modules.cases.procedures import CASE
from gongzhi.modules.cases.selectors import LEAF, current_kinds
from gongzhi.modules.cases.vocabulary import LESSON_CHOSEN, State

from .importing import OTHER

NEWEST, OF_A_KIND = 10_000, 500  # texts that are learned from
LEAST = 20  # texts with a confirmed kind; fewer teach nothing
KEPT = 30  # versions whose model stays; of older ones the quality does
WORSE = 0.02  # a new version is used unless it tells kinds so much worse
UNCONFIRMED = (State.REGISTERED, State.DECLINED, State.WITHDRAWN)


def learn(*, at: datetime, most: int) -> int:
    """Learn once a day, if there is something new. Answers 1 on the day's first call, else 0.

    A case's kind counts as confirmed once the case is accepted. The newest version is used, unless an officer went
    back to an older one or it tells kinds worse than the one in use.
    """
    today = timezone.localdate(at)
    if Lesson.objects.filter(on__gte=today).exists():
        return 0
    lesson, mine = Lesson.objects.get_or_create(on=today)
    if mine:
        _study(lesson, at)
    return int(mine)


@transaction.atomic
def choose(*, lesson: UUID, actor: Actor, at: datetime) -> Lesson:
    """Use a version from now on: an older one stays in use until somebody chooses the newest again.

    Raises Refused for whom the city did not give an office, and for a version without a model.
    """
    if not actor.grant(Role.CITY_OFFICER, settings.CITY_CODE):
        raise Refused(_("只有市级部门干部可以更换模型。"))
    chosen = Lesson.objects.select_for_update().filter(pk=lesson, packed__isnull=False).first()
    if chosen is None:
        raise Refused(_("没有这一版模型。"))
    if not chosen.in_use:
        Lesson.objects.filter(in_use=True).update(in_use=False)
        chosen.in_use = True
        chosen.save(update_fields=["in_use"])
        by = actor.snapshot(
            role=Role.CITY_OFFICER, office=official(Role.CITY_OFFICER.label), area=settings.CITY_CODE
        )
        payload = {"day": f"{chosen.on:%Y-%m-%d}"}
        write(LESSON_CHOSEN, stream=chosen.pk, area=settings.CITY_CODE, actor=by, at=at, payload=payload)
    return chosen


def _study(lesson: Lesson, at: datetime) -> None:
    known, others = _texts()
    kinds = {text.kind for text in known}
    last = Lesson.objects.filter(packed__isnull=False).order_by("-on").first()
    seen = sha256("\n".join(sorted(f"{text.kind} {text.title}" for text in known)).encode()).hexdigest()
    if len(known) < LEAST or len(kinds) < 2 or (last and last.seen == seen):
        return
    called = _names()
    taught, held = split(known)
    quality = measured(learned([*taught, *called], others=others), held) if held else {}
    lesson.made_at, lesson.seen, lesson.texts, lesson.held_back = at, seen, len(known), len(held)
    lesson.macro_f1 = macro(quality) if quality else None
    lesson.quality = {
        kind: {"precision": q.precision, "recall": q.recall, "texts": q.texts} for kind, q in quality.items()
    }
    lesson.packed = learned([*known, *called], others=others).packed()
    _keep(lesson, last)


@transaction.atomic
def _keep(lesson: Lesson, last: Lesson | None) -> None:
    used = Lesson.objects.select_for_update().filter(in_use=True).first()
    newer = used is None or used == last
    worse = used is not None and (lesson.macro_f1 or 0) < (used.macro_f1 or 0) - WORSE
    if newer and not worse:
        Lesson.objects.filter(in_use=True).update(in_use=False)
        lesson.in_use = True
    lesson.save()
    models = Lesson.objects.filter(packed__isnull=False, in_use=False).order_by("-on")
    Lesson.objects.filter(pk__in=[*models.values_list("pk", flat=True)[KEPT:]]).update(packed=None)


def _texts() -> tuple[list[Text], list[Text]]:
    """Answer the newest texts whose kind is confirmed, and those of which it is not."""
    rows = Matter.objects.filter(procedure=CASE.key).exclude(kind=OTHER).order_by("-opened_at", "-id")
    known: list[Text] = []
    others: list[Text] = []
    often: Counter[str] = Counter()
    for title, body, kind, state in rows.values_list("title", "case__body", "kind_id", "state")[:NEWEST]:
        if state in UNCONFIRMED:
            others.append(Text(title, body))
        elif often[kind] < OF_A_KIND:
            often[kind] += 1
            known.append(Text(title, body, kind))
    return known, others


def _names() -> list[Text]:
    """Answer what each kind is called, from the first level down, as a text of it: so a kind without cases is known."""
    called = {kind.code: kind.name for kind in current_kinds()}
    paths = {
        code: " ".join(called.get(code[:n], "") for n in (2, 4, LEAF)) for code in called if len(code) == LEAF
    }
    return [Text(path, "", code) for code, path in paths.items() if code != OTHER]
