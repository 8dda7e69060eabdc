"""Bring texts of laws in from a folder: a file a version, 题名(2025-10-28).txt."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json
from gongzhi.lib.text.clauses import LawText, parsed
from gongzhi.modules.advice.models import LawArticle, LawVersion
from gongzhi.modules.advice.vocabulary import IMPORTED


@dataclass(slots=True)
class Brought:
    """What an import did. `assumed`: versions whose first day does not stand in their text; `refused`: file, why."""

    new: int = 0
    changed: int = 0
    same: int = 0
    articles: int = 0
    assumed: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def import_laws(*, folder: Path, since: Mapping[str, date], actor: ActorSnapshot, at: datetime) -> Brought:
    """Take in every .txt of a folder; what is no law text is named, the rest is kept. A second time changes nothing.

    `since`: by the name of a file without .txt, the first day where the text does not say it. Raises ValueError for
    a name that no file has.
    """
    files = sorted(folder.glob("*.txt"))
    if unknown := sorted(set(since) - {file.stem for file in files}):
        raise ValueError(_("文件夹里没有这些文件：{names}。").format(names="、".join(unknown)))
    brought = Brought()
    for file in files:
        try:
            raw = file.read_bytes()
            law = parsed(raw.decode("utf-8"), file.stem)
        except ValueError as why:
            brought.refused.append((file.name, str(why)))
            continue
        if file.stem in since:
            law = replace(law, since=since[file.stem], assumed=False)
        _take_in(law, sha256(raw).hexdigest(), brought, actor=actor, at=at)
        brought.articles += len(law.articles)
        if law.assumed:
            brought.assumed.append(file.stem)
    return brought


@transaction.atomic
def _take_in(law: LawText, digest: str, brought: Brought, *, actor: ActorSnapshot, at: datetime) -> None:
    names = {"title": law.title, "part": law.part, "adopted": law.adopted}
    told = {"since": law.since, "assumed": law.assumed, "sha256": digest}
    version = LawVersion.objects.select_for_update().filter(**names).first()
    if version and told == {name: getattr(version, name) for name in told}:
        brought.same += 1
        return
    if version:
        version.articles.all().delete()
        LawVersion.objects.filter(pk=version.pk).update(**told, imported_at=at)
        brought.changed += 1
    else:
        version = LawVersion.objects.create(**names, **told, imported_at=at)
        brought.new += 1
    LawArticle.objects.bulk_create(
        LawArticle(version=version, place=n, number=one.number, heading=one.heading, body=one.body)
        for n, one in enumerate(law.articles)
    )
    payload: dict[str, Json] = {
        "title": law.title + law.part,
        "adopted": law.adopted.isoformat(),
        "since": law.since.isoformat(),
        "articles": len(law.articles),
        "sha256": digest,
    }
    write(IMPORTED, stream=version.pk, area=settings.CITY_CODE, actor=actor, at=at, payload=payload)
