"""Publish, correct by a further version, keep personal data in a version from being shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Attachment, Matter, Telling
from gongzhi.kernel.matters.services.files import Upload, check, store
from gongzhi.kernel.matters.services.opening import openly
from gongzhi.kernel.matters.services.telling import tell_many
from gongzhi.kernel.publications.models import Publication, PublicationFile, Withheld
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare, official
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.models import Estate
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.canonical import Json
from gongzhi.lib.workdays import Term, due

# The text may turn out to hold personal data: the record keeps its salted hash, and the value can be erased.
PUBLISHED = declare(
    RecordType("publications.published", gettext_lazy("公开“{title}”，公示至{until}"), frozenset({"text"}))
)
CORRECTED = declare(
    RecordType(
        "publications.corrected",
        gettext_lazy("更正公开内容“{title}”（第{version}版）：{reason}"),
        frozenset({"text"}),
    )
)
WITHHELD = declare(
    RecordType("publications.withheld", gettext_lazy("不再显示“{title}”第{version}版的正文：{reason}"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is made public, by whom, for whom, for how long at least, by which article (`stands.law`).

    `files` are new; `attachments` are those that were handed in with the matter.
    """

    kind: str
    area_code: str
    body: Organisation
    title: str
    text: str
    stands: Term
    audience: str = Publication.Audience.EVERYONE
    estate: Estate | None = None
    matter: Matter | None = None
    files: Sequence[Upload] = field(default_factory=tuple)
    attachments: Sequence[Attachment] = field(default_factory=tuple)


@transaction.atomic
def publish(
    *,
    given: Content,
    corrects: Publication | None = None,
    reason: str = "",
    actor: ActorSnapshot,
    at: datetime,
) -> Publication:
    """Make something public; with `corrects` as the next version of it, which needs a reason.

    A correction stands at least as long as what it corrects would have. Raises Refused for a correction without a
    reason or of an older version, and for a file that may not be kept; then nothing is published.
    """
    files = [*map(_stored, given.files), *map(_held, given.attachments)]
    before = _latest(corrects, reason) if corrects else None
    until = due(at, given.stands, calendar()).at
    made = Publication(
        id=uuid4(),
        version=before.version + 1 if before else 1,
        kind=given.kind,
        matter=given.matter,
        area_code=given.area_code,
        body=given.body,
        audience=given.audience,
        estate=given.estate,
        title=given.title[:120],
        text=given.text,
        reason=reason,
        published_at=at,
        stands_until=max(until, before.stands_until) if before else until,
        law=str(given.stands.law or ""),
    )
    made.series = before.series if before else made.id
    entry = _written(made, files, actor, at)
    made.entry_hash = entry.hash
    made.save(force_insert=True)
    _keep(made, files)
    _tell(made, entry)
    return made


def _keep(made: Publication, files: Sequence[PublicationFile]) -> None:
    for file in {file.sha256: file for file in files}.values():
        file.publication = made
        file.save(force_insert=True)


# Who is told of what is published for whom. Of an estate we know the community its residents live in.
TOLD = {
    Publication.Audience.EVERYONE: Telling.To.FOLLOWERS,
    Publication.Audience.AREA: Telling.To.NEIGHBOURS,
    Publication.Audience.ESTATE: Telling.To.NEIGHBOURS,
    Publication.Audience.BODY: Telling.To.MEMBERS,
}


def _tell(made: Publication, entry: Entry) -> None:
    said = _("{body}公开“{title}”") if made.version == 1 else _("{body}更正“{title}”：{reason}")
    tell_many(
        entry=entry,
        about=f"notice:{made.pk}",
        text=said.format(body=made.body.name, title=made.title, reason=made.reason),
        to=TOLD[Publication.Audience(made.audience)],
        area_code=made.area_code,
        body=made.body,
        at=made.published_at,
    )


def _stored(file: Upload) -> PublicationFile:
    kept = check(file)
    name = PurePath(file.name or "").name[:120] or _("附件")
    return PublicationFile(sha256=store(kept), name=name, mime=kept.mime, size=len(kept.content))


def _held(file: Attachment) -> PublicationFile:
    return PublicationFile(sha256=file.sha256, name=file.name, mime=file.mime, size=file.size)


def _latest(corrects: Publication, reason: str) -> Publication:
    latest = (
        Publication.objects.select_for_update(of=("self",))
        .filter(series=corrects.series)
        .order_by("-version")
        .first()
    )
    if latest is None or latest.pk != corrects.pk:
        raise Refused(_("这不是最新的一版，请在最新版上更正。"))
    if not reason.strip():
        raise Refused(_("请说明为什么更正：更正的理由和原来的版本会一起保留。"))
    return latest


def _written(
    made: Publication, files: Sequence[PublicationFile], actor: ActorSnapshot, at: datetime
) -> Entry:
    """Write the entry of a publication: into the stream of its matter, else into one of its own."""
    hashes: list[Json] = [file.sha256 for file in files]
    payload: dict[str, Json] = {
        "publication": str(made.id),
        "kind": made.kind,
        "title": made.title,
        "text": made.text,
        "version": made.version,
        "until": made.stands_until.astimezone().strftime("%Y-%m-%d"),
        "law": made.law,
        **({"reason": made.reason} if made.reason else {}),
        **({"files": hashes} if hashes else {}),
    }
    kind = PUBLISHED if made.version == 1 else CORRECTED
    if made.matter is None:
        actor = replace(actor, office=made.body.name)  # it is the body that makes something public
    if made.matter is None and made.version == 1:
        names = openly(table(), title=made.title, area_name=full_name(made.area_code))
        payload |= {**names, "number": made.reference, "kind_name": made.body.name}
    return write(kind, stream=stream_of(made), area=made.area_code, actor=actor, at=at, payload=payload)


def table() -> dict[str, Json]:
    """Answer the procedure of a publication without a matter: it is public from its first act on, and stays so."""
    return {
        "key": "publications.publication",
        "title": official(gettext_lazy("公开")),
        "law": [],
        "start": "public",
        "final": ["public"],
        "states": {"public": official(gettext_lazy("已公开"))},
        "steps": [],
    }


def stream_of(publication: Publication) -> UUID:
    return publication.matter_id or publication.series


@transaction.atomic
def withhold(*, publication: Publication, reason: str, actor: ActorSnapshot, at: datetime) -> Withheld:
    """Stop showing the text and files of a superseded version because of personal data in it.

    Personal information law, article 47. That it was published, and its fingerprint, stay. Raises Refused for the
    latest version (correct it first) and without a reason.
    """
    latest = Publication.objects.filter(series=publication.series).order_by("-version").first()
    if latest is None or latest.pk == publication.pk:
        raise Refused(_("最新一版不能隐去。请先发布去掉个人信息的更正版。"))
    if not reason.strip():
        raise Refused(_("请说明隐去的理由。"))
    made, new = Withheld.objects.get_or_create(
        publication=publication, defaults={"reason": reason, "office": actor.office, "at": at}
    )
    if new:
        payload: dict[str, Json] = {
            "publication": str(publication.pk),
            "title": publication.title,
            "version": publication.version,
            "reason": reason,
        }
        write(
            WITHHELD,
            stream=stream_of(publication),
            area=publication.area_code,
            actor=actor,
            at=at,
            payload=payload,
        )
    return made
