"""Ask about a publication, answer, sign as its supervisor."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.messages import tell_accounts
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.models import Publication, Question, Signature
from gongzhi.kernel.publications.selectors import answering
from gongzhi.kernel.publications.services.looking import SHOWN_BY_ITSELF, note
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare, official
from gongzhi.lib.workdays import due

SHORTEST = 4
ASKED = declare(RecordType("publications.asked", gettext_lazy("就“{title}”提问"), frozenset({"text"})))
ANSWERED = declare(RecordType("publications.answered", gettext_lazy("答复关于“{title}”的提问")))
SIGNED = declare(RecordType("publications.signed", gettext_lazy("监督委员会成员审阅“{title}”：{verdict}")))


@transaction.atomic
def ask(*, publication: Publication, text: str, named: bool, actor: Actor, at: datetime) -> Question:
    """Ask about a publication; question and answer become public, the name only if they wish.

    The office looks at the question first; what it does not keep back is public after SHOWN_BY_ITSELF.
    """
    if actor.uuid is None:
        raise Refused(_("请先登录再提问，答复会通知您。"))
    if len(text.strip()) < SHORTEST:
        raise Refused(_("请把想问的写清楚一些，至少{n}个字。").format(n=SHORTEST))
    made = Question.objects.create(
        publication=publication,
        account_id=actor.uuid,
        area_code=publication.area_code,
        named=named,
        text=text.strip()[:2000],
        at=at,
        shows_at=due(at, SHOWN_BY_ITSELF, calendar()).at,
    )
    by = actor.snapshot(role=Role.RESIDENT, office=official(Role.RESIDENT.label))
    note(ASKED, publication, by if named else _nameless(by), at, question=str(made.pk), text=made.text)
    return made


def _nameless(by: ActorSnapshot) -> ActorSnapshot:
    return ActorSnapshot(account="", role=by.role, office=by.office)


@transaction.atomic
def answer(*, question: Question, text: str, actor: Actor, at: datetime) -> Question:
    """Answer a question, in the name of the office of the area. Raises Refused for anybody else, and the second time."""
    held = (
        Question.objects.select_for_update(of=("self",))
        .select_related("publication__body")
        .get(pk=question.pk)
    )
    grant = answering(actor, held.area_code)
    if grant is None:
        raise Refused(_("只有发布单位的工作人员可以答复。"))
    if held.answered_at is not None:
        raise Refused(_("这个问题已经答复过。"))
    if held.kept_back_at is not None:
        raise Refused(_("这个提问已经决定不公开。"))
    if not text.strip():
        raise Refused(_("请写下答复。"))
    by = replace(snapshot_by(actor, grant), office=held.publication.body.name)
    held.answer, held.answered_at, held.office = text.strip()[:4000], at, by.office
    held.shows_at = min(held.shows_at, at)
    held.save(update_fields=["answer", "answered_at", "office", "shows_at"])
    entry = note(ANSWERED, held.publication, by, at, question=str(held.pk), text=held.answer)
    said = _("您就“{title}”的提问有了答复：{answer}").format(title=held.publication.title, answer=held.answer)
    about = f"notice:{held.publication_id}"
    tell_accounts([held.account_id], entry_id=entry.pk, about=about, text=said, at=at)
    return held


@transaction.atomic
def sign(*, publication: Publication, agrees: bool, remarks: str, actor: Actor, at: datetime) -> Signature:
    """Sign a version as a member of the supervision committee: agreed, or with remarks on what is wrong.

    村民委员会组织法 (2025) 37, 居民委员会组织法 (2025) 36. Raises Refused for others, twice, and dissent without remarks.
    """
    held = seats_of(actor.uuid, area_code=publication.area_code, on=timezone.localdate(at))
    seat = next((s for s in held if s.post.organisation.kind == Organisation.Kind.SUPERVISION), None)
    if seat is None or actor.uuid is None:
        raise Refused(_("只有本村（社区）监督委员会的成员可以签署。"))
    if not agrees and not remarks.strip():
        raise Refused(_("不同意时请写明意见。"))
    if publication.signatures.filter(account=actor.uuid).exists():
        raise Refused(_("您已经签署过这一版。"))
    office = f"{seat.post.organisation.name} {seat.post.title}"
    made = Signature.objects.create(
        publication=publication,
        account_id=actor.uuid,
        name=actor.name,
        office=office,
        agrees=agrees,
        remarks=remarks.strip()[:2000],
        at=at,
    )
    verdict = official(_AGREES if agrees else _DISSENTS)
    by = actor.snapshot(role=Role.RESIDENT, office=office, area=publication.area_code)
    note(SIGNED, publication, by, at, verdict=verdict, remarks=made.remarks)
    return made


_AGREES = gettext_lazy("同意公开")
_DISSENTS = gettext_lazy("有不同意见")
