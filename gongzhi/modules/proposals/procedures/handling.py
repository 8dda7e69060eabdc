"""From intake to the signed reply: hand over, accept, ask others, agree, sign."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.matters.declarations import Field, Move, Step
from gongzhi.kernel.matters.models import Matter
from gongzhi.lib.canonical import Json
from gongzhi.modules.proposals.models import Reply
from gongzhi.modules.proposals.vocabulary import Openness

from .figures import Figure, filled, words
from .rules import (
    ANSWERING,
    LONGEST_EXTENSION,
    NOTE,
    PUBLIC,
    REASON,
    P,
    S,
    W,
    alone,
    extended_before,
    not_asked,
    not_to_publish,
    of,
    record_type,
    together,
)

DRAFTING = (S.IN_HAND, S.COUNTERSIGNING)


def frozen(matter: Matter, at: datetime) -> Mapping[str, Json]:
    """Answer the reply as it is signed: its words with the figures of this moment, and where each comes from.

    The words are kept like a personal value: a reply that is not to be published is in no certificate.
    """
    proposal = of(matter)
    text = filled(proposal.draft, area=matter.area_code, on=timezone.localdate(at))
    figures: list[Json] = []
    for part in text:
        if isinstance(part, Figure) and (kept := part.kept()) not in figures:
            figures.append(kept)
    late = matter.clocks.filter(rule__in=("answer", "again"), due_at__lt=at).exclude(state="stopped").exists()
    return {
        "text": words(text),
        "figures": figures,
        "read_at": at.isoformat(),
        "round": proposal.round,
        "class": proposal.reply_class,
        "timely": not late,
        "promised": proposal.commitments.filter(round=proposal.round).count(),
    }


def first_public(matter: Matter, at: datetime) -> Mapping[str, Json]:
    """Is this the first answer of the proposal that is made public?"""
    return {"first": not Reply.objects.filter(proposal=matter.pk, published_at__isnull=False).exists()}


HANDLING = (
    Step(
        key="assign",
        verb=_("交办"),
        outcome=_("主办单位随即得到这件提案，协办单位各得一项协办任务，办理期限开始计算。"),
        sources=(S.RECEIVED,),
        target=S.ASSIGNED,
        move=Move.TO,
        stops=("handing",),
        starts=("acceptance", "answer"),
        law=ANSWERING,
        hands_in=(
            Field(name="body", label=_("主办单位"), widget=W.BODY),
            Field(name="bodies", label=_("协办单位"), widget=W.BODIES, required=False),
            NOTE,
        ),
        records=record_type("assigned", _("交{body}主办"), "note"),
    ),
    Step(
        key="accept",
        verb=_("签收"),
        outcome=_("开始办理。协办意见的期限从这时起算。"),
        sources=(S.ASSIGNED,),
        target=S.IN_HAND,
        stops=("acceptance",),
        records=record_type("accepted", pgettext_lazy("in the record", "签收，开始办理")),
    ),
    Step(
        key="return_back",
        verb=_("申请改办"),
        outcome=_("退回交办单位，由它重新确定主办单位。"),
        sources=(S.ASSIGNED,),
        target=S.RECEIVED,
        move=Move.BACK,
        stops=("acceptance", "answer", "opinion"),
        starts=("handing",),
        hands_in=(REASON,),
        records=record_type("returned", _("退回{responsible}：{reason}"), "reason"),
    ),
    Step(
        key="invite",
        verb=_("请其他单位协办"),
        outcome=_("所选单位各得一项协办任务，协办意见的期限重新计算。"),
        sources=(S.IN_HAND,),
        hands_in=(Field(name="bodies", label=_("协办单位"), widget=W.BODIES), NOTE),
        starts=("opinion",),
        records=record_type("invited", _("请{bodies}协办"), "note"),
    ),
    Step(
        key="contribute",
        verb=_("提交协办意见"),
        outcome=_("主办单位会看到。"),
        sources=(S.ASSIGNED, S.IN_HAND),
        by=(P.HELPER,),
        hands_in=(Field(name="opinion", label=_("协办意见"), help=_("写明本单位负责部分的情况和措施。")),),
        records=record_type("contributed", _("提交协办意见"), "opinion"),
    ),
    Step(
        key="contact",
        verb=_("登记与代表委员沟通"),
        outcome=_("记入办理过程，状态不变。"),
        sources=DRAFTING,
        hands_in=(
            Field(
                name="way",
                label=_("怎样沟通的"),
                widget=W.LINE,
                most=60,
                help=_("例如：上门走访、座谈、电话"),
            ),
            Field(name="talk", label=_("沟通情况"), most=1000),
        ),
        records=record_type("contacted", _("与代表委员沟通：{way}"), "talk"),
    ),
    Step(
        key="ask_extension",
        verb=_("申请延期"),
        outcome=_("交上一级机关审批；批准之前期限不变。"),
        sources=DRAFTING,
        guard=extended_before,
        hands_in=(
            Field(name="days", label=_("延长天数"), widget=W.NUMBER, most=LONGEST_EXTENSION),
            REASON,
        ),
        records=record_type("extension_asked", _("申请延期{days}日：{reason}"), "reason"),
    ),
    Step(
        key="grant_extension",
        verb=_("批准延期"),
        outcome=_("期限随即延长。"),
        sources=(*DRAFTING, S.SIGNING),
        by=(P.ABOVE,),
        guard=not_asked,
        hands_in=(NOTE,),
        records=record_type("extension_granted", _("批准延期{days}日"), "note"),
    ),
    Step(
        key="deny_extension",
        verb=_("不准延期"),
        outcome=_("期限不变。"),
        sources=(*DRAFTING, S.SIGNING),
        by=(P.ABOVE,),
        guard=not_asked,
        hands_in=(REASON,),
        records=record_type("extension_denied", _("不准延期：{reason}"), "reason"),
    ),
    Step(
        key="circulate",
        verb=_("送会签"),
        outcome=_("协办单位各得一项会签任务；会签期间不能改草稿。"),
        sources=(S.IN_HAND,),
        target=S.COUNTERSIGNING,
        guard=alone,
        stops=("opinion",),
        starts=("countersign",),
        records=record_type("circulated", _("送协办单位会签")),
    ),
    Step(
        key="countersign",
        verb=_("会签同意"),
        outcome=_("全部会签后，主办单位报请签发。"),
        sources=(S.COUNTERSIGNING,),
        by=(P.HELPER,),
        hands_in=(NOTE,),
        records=record_type("countersigned", _("会签同意"), "note"),
    ),
    Step(
        key="object",
        verb=_("会签提出修改意见"),
        outcome=_("退回主办单位修改，改好后重新会签。"),
        sources=(S.COUNTERSIGNING,),
        target=S.IN_HAND,
        by=(P.HELPER,),
        stops=("countersign",),
        hands_in=(REASON,),
        records=record_type("objected", _("会签提出修改意见"), "reason"),
    ),
    Step(
        key="submit",
        verb=_("报请签发"),
        outcome=_("草稿定稿，等待签发。"),
        sources=DRAFTING,
        target=S.SIGNING,
        guard=together,
        stops=("countersign", "opinion"),
        records=record_type("submitted", _("报请签发")),
    ),
    Step(
        key="revise",
        verb=_("退回修改"),
        outcome=_("回到起草，改好后重新会签、报签。"),
        sources=(S.COUNTERSIGNING, S.SIGNING),
        target=S.IN_HAND,
        stops=("countersign",),
        hands_in=(REASON,),
        records=record_type("revised", _("退回修改：{reason}"), "reason"),
    ),
    Step(
        key="sign",
        verb=_("签发"),
        outcome=_("文中数据随即固定，答复成为正式文件，不能再改；代表委员会收到通知。起草人不能签发。"),
        sources=(S.SIGNING,),
        target=S.ANSWERED,
        grave=True,
        stops=("answer", "again", "acceptance"),
        starts=("receipt", "publishing"),
        law=ANSWERING,
        facts=frozen,
        hands_in=(
            Field(
                name="document",
                label=_("发文字号"),
                widget=W.LINE,
                most=40,
                help=_("年份用六角括号，序号不编虚位，例如：渝民函〔2026〕12号"),
            ),
            Field(name="signer", label=_("签发人"), widget=W.LINE, most=60, help=_("姓名和职务")),
            Field(
                name="openness",
                label=_("是否公开"),
                widget=W.CHOICE,
                choices=tuple(Openness.choices),
                help=_("办理情况应当公开；不公开的，须有法定理由。"),
            ),
        ),
        records=record_type("signed", _("{signer}签发{document}"), "text"),
    ),
    Step(
        key="publish",
        verb=_("公开答复"),
        outcome=_("答复在公告栏公开，任何人可以查阅。"),
        sources=(S.ANSWERED, S.HEARD),
        guard=not_to_publish,
        stops=("publishing",),
        law=PUBLIC,
        facts=first_public,
        hands_in=(
            Field(
                name="summary",
                label=_("摘要"),
                required=False,
                help=_("只公开摘要的必填；全文公开的不用填。不要写个人信息。"),
            ),
        ),
        records=record_type("published", _("公开答复")),
    ),
)
