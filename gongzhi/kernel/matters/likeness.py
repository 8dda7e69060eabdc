"""Files that were handed in for another matter too: the same content, or a picture that is nearly the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from gongzhi.kernel.matters.models import Attachment, Likeness, Matter
from gongzhi.kernel.matters.policies import may_read
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.likeness import NEAR, distance, joined


@dataclass(frozen=True, slots=True)
class Twin:
    """Another matter's file like this one. `matter`: None for a reader who may not read that matter.

    `works_there`: an officer of its area, who reads it on the officers' page; others on the open one.
    """

    same: bool
    matter: Matter | None
    works_there: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as a page shows it, with the files like it elsewhere; of one matter the closest."""

    file: Attachment
    twins: tuple[Twin, ...]


def alike(attachment: Attachment) -> list[Attachment]:
    """Answer the files of other matters with the same content or nearly the same picture, oldest first."""
    return [other for other in _candidates([attachment]) if _like(attachment, other)]


def pointed_out(files: Iterable[Attachment], actor: Actor) -> list[Shown]:
    """Answer a matter's files, each with its twins, in a fixed number of queries; twins are told to officers."""
    known = list(files)
    others = _candidates(known) if actor.officer else []
    return [Shown(file, _twins(file, others, actor)) for file in known]


def _twins(file: Attachment, others: list[Attachment], actor: Actor) -> tuple[Twin, ...]:
    """Whoever may not read the other matter is told that there is one, not which."""
    like = [other for other in others if _like(file, other)]
    like.sort(key=lambda other: other.sha256 != file.sha256)
    found: dict[object, Twin] = {}
    for other in like:
        readable, same = may_read(actor, other.matter, ()), other.sha256 == file.sha256
        twin = Twin(same, other.matter if readable else None, actor.reads(other.matter.area_code))
        found.setdefault(other.matter_id if readable else None, twin)
    return tuple(found.values())


def _candidates(files: list[Attachment]) -> list[Attachment]:
    """Answer the files of other matters that have the content or one band of one of `files`."""
    if not files:
        return []
    pairs = Q(pk__in=[])
    for file in files:
        for part in file.bands.all():
            pairs |= Q(band=part.band, value=part.value)
    near = Likeness.objects.filter(pairs).values("attachment_id")
    found = Attachment.objects.filter(Q(sha256__in=[file.sha256 for file in files]) | Q(pk__in=near))
    elsewhere = found.exclude(matter__in={file.matter_id for file in files})
    return list(elsewhere.select_related("matter").prefetch_related("bands").order_by("at", "pk"))


def _like(one: Attachment, other: Attachment) -> bool:
    if one.sha256 == other.sha256:
        return True
    mine, theirs = _look(one), _look(other)
    return mine is not None and theirs is not None and distance(mine, theirs) <= NEAR


def _look(file: Attachment) -> int | None:
    parts = sorted(file.bands.all(), key=lambda part: part.band)
    return joined([part.value for part in parts]) if parts else None
