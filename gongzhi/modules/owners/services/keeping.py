"""What a committee answers for: filing, its seal, audits; the subdistrict's orders; its end."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import PICTURES, Upload, check, store
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.services.publishing import Content, publish
from gongzhi.kernel.record.declarations import official
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.owners.models import Approval, Assembly, Audit, Order, SealUse
from gongzhi.modules.owners.procedures import laws
from gongzhi.modules.owners.vocabulary import (
    AUDITED,
    COMPLIED,
    DISSOLVED,
    FILED,
    ORDERED,
    SEAL_APPROVED,
    SEAL_ASKED,
    SEAL_REFUSED,
    SEAL_USED,
    AuditKind,
)

from .electing import end_seats
from .standing import account_of, as_above, as_member, hold, note

AUDIT_TITLE = gettext_lazy("{body}{year}年{kind}报告")
DAYS_AFTER = gettext_lazy("选出后第{n}日")
AUDIT_STANDS = Term(30, Unit.CALENDAR, laws.RULES_SAY)


@transaction.atomic
def file_committee(*, estate: int, actor: Actor, at: datetime) -> Assembly:
    """Note that the committee was filed with the subdistrict: within thirty days of its election (regulation 16)."""
    assembly = hold(estate)
    by = as_member(actor, assembly, at)
    if assembly.elected_on is None or assembly.filed_on is not None:
        raise Refused(_("没有等待备案的业主委员会。"))
    assembly.filed_on = timezone.localdate(at)
    assembly.save(update_fields=["filed_on"])
    days = (assembly.filed_on - assembly.elected_on).days
    said = official(DAYS_AFTER).format(n=days)
    note(FILED, assembly, by, at=at, body=assembly.body.name if assembly.body else "", days=said)
    return assembly


# --- the seal


@transaction.atomic
def ask_for_seal(
    *, estate: int, purpose: str, document: str, copies: int = 1, actor: Actor, at: datetime
) -> SealUse:
    """Ask for the seal on a document. Raises Refused for whoever is no member, and without a purpose."""
    assembly = hold(estate)
    by = as_member(actor, assembly, at)
    if not purpose.strip() or not document.strip():
        raise Refused(_("请写明用途和盖章的文件。"))
    number = SealUse.objects.filter(estate=estate).count() + 1
    made = SealUse.objects.create(
        estate=assembly.estate,
        number=number,
        purpose=purpose[:200],
        document=document[:200],
        copies=copies,
        asked_by_id=account_of(actor),
        office=by.office,
        at=at,
    )
    note(SEAL_ASKED, assembly, by, at=at, number=number, purpose=purpose[:200], document=document[:200])
    return made


def held_use(use: SealUse) -> tuple[Assembly, SealUse]:
    return hold(use.estate_id), SealUse.objects.select_for_update(of=("self",)).get(pk=use.pk)


@transaction.atomic
def judge_seal(*, use: SealUse, agrees: bool, reason: str = "", actor: Actor, at: datetime) -> Approval:
    """Agree to a use of the seal, or refuse it with a reason: members only, each once, never who asked for it."""
    assembly, held = held_use(use)
    by = as_member(actor, assembly, at)
    if held.used_at is not None:
        raise Refused(_("已经用印。"))
    if held.asked_by_id == actor.uuid:
        raise Refused(_("申请人自己不能同意用印，须由其他委员同意。"))
    if held.approvals.filter(account=actor.uuid).exists():
        raise Refused(_("您已经表示过意见。"))
    if not agrees and not reason.strip():
        raise Refused(_("不同意的，请写明理由。"))
    made = Approval.objects.create(
        use=held, account_id=account_of(actor), office=by.office, agrees=agrees, reason=reason[:400], at=at
    )
    if agrees:
        count = held.approvals.filter(agrees=True).count()
        note(SEAL_APPROVED, assembly, by, at=at, number=held.number, count=count)
    else:
        note(SEAL_REFUSED, assembly, by, at=at, number=held.number, reason=reason[:400])
    return made


@transaction.atomic
def use_seal(*, use: SealUse, photo: Sequence[Upload], actor: Actor, at: datetime) -> SealUse:
    """Note that the document was sealed, with its photo. Raises Refused without two approvals of other members."""
    assembly, held = held_use(use)
    by = as_member(actor, assembly, at)
    if held.used_at is not None:
        raise Refused(_("已经用印。"))
    agreed = held.approvals.filter(agrees=True).exclude(account=held.asked_by_id).count()
    if agreed < laws.APPROVALS:
        raise Refused(
            _("同意的委员只有{n}名：用印须由申请人以外的{needed}名委员同意。").format(
                n=agreed, needed=laws.APPROVALS
            )
        )
    if not photo:
        raise Refused(_("请附上盖章文件的照片。"))
    kept = check(photo[0])
    if kept.mime not in PICTURES:
        raise Refused(_("请附上照片（JPG、PNG、WebP）。"))
    held.photo, held.used_at = store(kept), at
    held.save(update_fields=["photo", "used_at"])
    note(SEAL_USED, assembly, by, at=at, number=held.number, photo=held.photo)
    return held


# --- audits


@transaction.atomic
def publish_audit(
    *, estate: int, kind: str, year: int, auditor: str, text: str, files: Sequence[Upload], actor: Actor, at: datetime
) -> Audit:  # fmt: skip
    """Publish the report of a yearly audit or of one before leaving. Raises Refused without its file."""
    assembly = hold(estate)
    by = as_member(actor, assembly, at)
    if not files or assembly.body is None:
        raise Refused(_("请附上审计报告。"))
    if Audit.objects.filter(estate=estate, kind=kind, year=year).exists():
        raise Refused(_("这一年的报告已经公布；要更正，请在公布的页面上更正。"))
    sort = official(AuditKind(kind).label)
    title = official(AUDIT_TITLE).format(body=assembly.body.name, year=year, kind=sort)
    shown = publish(
        given=Content(
            kind="owners.audit",
            area_code=assembly.estate.area_id,
            body=assembly.body,
            title=title,
            text=text,
            stands=AUDIT_STANDS,
            estate=assembly.estate,
            files=files,
        ),
        actor=by,
        at=at,
    )
    made = Audit.objects.create(
        estate=assembly.estate, kind=kind, year=year, auditor=auditor[:120], publication=shown
    )
    note(AUDITED, assembly, by, at=at, sort=sort, year=year)
    return made


# --- orders of the subdistrict, and the end


@transaction.atomic
def order(*, estate: int, reason: str, due_on: date, actor: Actor, at: datetime) -> Order:
    """Order a committee to put something right by a day (regulation 19). Raises Refused for whoever is not above."""
    assembly = hold(estate)
    by = as_above(actor, assembly)
    if not reason.strip() or due_on <= timezone.localdate(at):
        raise Refused(_("请写明违反什么规定、怎样改正，期限应在今天以后。"))
    made = Order.objects.create(estate=assembly.estate, reason=reason, office=by.office, at=at, due_on=due_on)
    note(ORDERED, assembly, by, at=at, reason=reason, due=due_on.isoformat())
    return made


@transaction.atomic
def comply(*, order: Order, answer: str, actor: Actor, at: datetime) -> Order:
    """Report what was put right, once."""
    assembly = hold(order.estate_id)
    by = as_member(actor, assembly, at)
    held = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if held.answered_at is not None or not answer.strip():
        raise Refused(_("请写明怎样改正；已经报告的不再改动。"))
    held.answer, held.answered_at = answer, at
    held.save(update_fields=["answer", "answered_at"])
    note(COMPLIED, assembly, by, at=at, answer=answer)
    return held


@transaction.atomic
def dissolve(*, estate: int, reason: str, actor: Actor, at: datetime) -> Assembly:
    """End a committee before a new one is elected: its seats fall vacant, the seal may not be used any more."""
    assembly = hold(estate)
    by = as_above(actor, assembly)
    if assembly.body is None or not reason.strip():
        raise Refused(_("请写明终止的理由；没有在任的业主委员会则不需要终止。"))
    end_seats(assembly.body, timezone.localdate(at), reason[:200], at)
    assembly.body = assembly.term_ends = assembly.elected_on = assembly.filed_on = None
    assembly.save()
    note(DISSOLVED, assembly, by, at=at, reason=reason)
    return assembly
