"""Set a reply as a paper: as it was signed, or as it would read today."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.record.declarations import official
from gongzhi.kernel.record.papers import pdf
from gongzhi.lib.letters import Annex, Letter, as_docx, data
from gongzhi.modules.proposals.models import Proposal, Reply
from gongzhi.modules.proposals.procedures.figures import Figure, filled, words
from gongzhi.modules.proposals.vocabulary import Sort

GENERATED = _("演示数据，人和事均为虚构")
UNSIGNED = _("未签发稿，数据取自{moment}")
AGAIN = _("按{moment}的数据重算，正式答复是{document}")
COLUMNS = (("序号", 2), ("数据", 5), ("数值", 3), ("区域和期间", 7), ("口径", 8))
CALLED = {
    Sort.CONSULTATIVE: ("提案", "委员"),
    Sort.CONGRESS: ("建议", "代表"),
    Sort.TOWNSHIP: ("建议", "代表"),
}


def signed_letter(reply: Reply) -> Letter:
    """Answer the reply as it was signed."""
    return _letter(
        reply.proposal,
        text=reply.text,
        figures=reply.figures,
        at=reply.read_at,
        issuer=reply.issuer,
        document=reply.document,
        mark=reply.reply_class,
        day=reply.signed_on,
        contact=reply.contact,
        phone=reply.phone,
        copies=reply.copies,
        warning="",
        again=reply.round > 1,
    )


def todays_letter(proposal: Proposal, *, at: datetime) -> Letter:
    """Answer the reply as its draft reads with the figures of `at`. Raises ValueError or KeyError for a faulty draft."""
    text = filled(proposal.draft, area=proposal.matter.area_code, on=timezone.localdate(at))
    signed = proposal.replies.filter(round=proposal.round).first()
    warning = official(AGAIN if signed else UNSIGNED).format(
        moment=_moment(at), document=signed.document if signed else ""
    )
    return _letter(
        proposal,
        text=words(text),
        figures=[part.kept() for part in text if isinstance(part, Figure)],
        at=at,
        issuer=proposal.matter.responsible.name,
        document=signed.document if signed else "〔待编号〕",
        mark=proposal.reply_class,
        day=signed.signed_on if signed else None,
        contact=proposal.contact,
        phone=proposal.phone,
        copies=proposal.copies,
        warning=warning,
        again=proposal.round > 1,
    )


def papers(letter: Letter, *, at: datetime) -> dict[str, bytes]:
    """Answer the letter in both forms, by the ending of the file."""
    return {"docx": as_docx(letter), "pdf": paper_of(letter, at=at)}


def paper_of(letter: Letter, *, at: datetime) -> bytes:
    return pdf("letter", data(letter), at=at)


def _letter(
    proposal: Proposal,
    *,
    figures: Iterable[Mapping[str, Any]],
    at: datetime,
    mark: str,
    warning: str,
    day: date | None,
    again: bool,
    **more: str,
) -> Letter:
    called, person = CALLED[Sort(proposal.sort)]
    names = "、".join(deputy.name for deputy in proposal.deputies.order_by("place"))
    warnings = "　".join(w for w in (official(GENERATED) if settings.DEMO else "", warning) if w)
    once_more = "再次" if again else ""
    return Letter(
        mark=f"{mark}类" if mark else "",
        title=f"{more['issuer']}关于{proposal.session}\n第{proposal.number}号{called}{once_more}办理情况的答复",
        addressee=f"{names}{person}",
        day=day,
        annex=_annex(figures, at),
        warning=warnings,
        **more,
    )


def _annex(figures: Iterable[Mapping[str, Any]], at: datetime) -> Annex | None:
    """Say of every figure what it is and of when: whoever reads the letter can ask for the same."""
    seen: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for f in figures:
        seen.setdefault((f["key"], f["code"], f["span"], f["shown"]), f)
    rows = tuple(
        (str(n), f["title"], _valued(f), f"{f['area']}，{f['period']}", f["definition"])
        for n, f in enumerate(seen.values(), 1)
    )
    note = f"文中下列数据由业务记录统计得出，读取时间为{_moment(at)}。"
    return Annex("文中数据的口径和时点", note, COLUMNS, rows) if rows else None


def _valued(figure: Mapping[str, Any]) -> str:
    unit = official(figure["unit"])
    return f"{figure['shown']}{unit}"


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"
