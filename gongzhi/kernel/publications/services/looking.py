"""Look at a question before everybody reads it: show it, or keep it back with a reason that everybody reads.

Nobody has to look: a question that nobody kept back is public when SHOWN_BY_ITSELF is over.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.messages import tell_accounts
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.publications.models import Publication, Question
from gongzhi.kernel.publications.selectors import answering
from gongzhi.kernel.publications.services.publishing import stream_of
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json
from gongzhi.lib.statutes import city_measures
from gongzhi.lib.workdays import Term, Unit

# Ours. The city has doubts about what is disclosed answered within three days: no question need wait longer unseen.
SHOWN_BY_ITSELF = Term(3, Unit.WORKING, city_measures("三十一条"))
SHOWN = declare(RecordType("publications.question_shown", gettext_lazy("公开关于“{title}”的一个提问")))
KEPT_BACK = declare(
    RecordType("publications.question_kept_back", gettext_lazy("不公开关于“{title}”的一个提问：{reason}"))
)


@transaction.atomic
def show(*, question: Question, actor: Actor, at: datetime) -> Question:
    """Make a question public before its time. Raises Refused for others, and for one that was kept back."""
    held, by = _held(question, actor)
    if held.kept_back_at is not None:
        raise Refused(_("这个提问已经决定不公开。"))
    if held.shows_at > at:
        held.shows_at = at
        held.save(update_fields=["shows_at"])
        note(SHOWN, held.publication, by, at, question=str(held.pk))
    return held


@transaction.atomic
def keep_back(*, question: Question, reason: str, actor: Actor, at: datetime) -> Question:
    """Show the reason in place of a question's text, to everybody but who asked and the office.

    Raises Refused for others, without a reason, the second time, and for one that was answered.
    """
    held, by = _held(question, actor)
    if held.kept_back_at is not None:
        raise Refused(_("这个提问已经决定不公开。"))
    if held.answered_at is not None:
        raise Refused(_("已经答复的提问不能再改为不公开。"))
    if not reason.strip():
        raise Refused(_("请写明不公开的理由，理由会公开并告诉提问的人。"))
    held.kept_back, held.kept_back_at, held.office = reason.strip()[:400], at, by.office
    held.save(update_fields=["kept_back", "kept_back_at", "office"])
    entry = note(KEPT_BACK, held.publication, by, at, question=str(held.pk), reason=held.kept_back)
    said = _("您就“{title}”的提问没有公开：{reason}").format(
        title=held.publication.title, reason=held.kept_back
    )
    about = f"notice:{held.publication_id}"
    tell_accounts([held.account_id], entry_id=entry.pk, about=about, text=said, at=at)
    return held


def _held(question: Question, actor: Actor) -> tuple[Question, ActorSnapshot]:
    held = Question.objects.select_for_update(of=("self",)).select_related("publication").get(pk=question.pk)
    grant = answering(actor, held.area_code)
    if grant is None:
        raise Refused(_("只有发布单位的工作人员可以决定提问是否公开。"))
    return held, snapshot_by(actor, grant)


def note(
    kind: RecordType, publication: Publication, by: ActorSnapshot, at: datetime, **payload: Json
) -> Entry:
    return write(
        kind,
        stream=stream_of(publication),
        area=publication.area_code,
        actor=by,
        at=at,
        payload={"publication": str(publication.pk), "title": publication.title, **payload},
    )
