"""What may be done on the pages of an estate: buttons, what follows, forms, services. One table for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.actor import Actor
from gongzhi.modules.owners import forms, services
from gongzhi.modules.owners.models import Assembly, Dispute, Handover, Order, SealUse


@dataclass(frozen=True, slots=True)
class Act:
    """`page`: where its button stands, and where whoever took it comes back to. `run(assembly, pk, actor, at, …)`."""

    key: str
    page: str
    verb: str | Promise
    outcome: str | Promise
    form: type[forms.Plain]
    run: Callable[..., object]
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An act before somebody, about one thing; `form` holds what was typed, if it was refused."""

    act: Act
    pk: int
    form: django_forms.Form
    open: bool


def form_of(act: Act, assembly: Assembly, pk: int, *data: Any) -> forms.Plain:
    return act.form(*data, assembly=assembly, prefix=f"{act.key}-{pk}")


def offer(key: str, assembly: Assembly, pk: int, tried: "Tried | None" = None) -> Offer:
    act = BY_KEY[key]
    if tried and (tried.key, tried.pk) == (key, pk):
        return Offer(act, pk, tried.form, True)
    return Offer(act, pk, form_of(act, assembly, pk), False)


@dataclass(frozen=True, slots=True)
class Tried:
    """What was refused."""

    key: str
    pk: int
    form: forms.Plain


def _dispute(assembly: Assembly, pk: int, **given: Any) -> object:
    return services.dispute(unit=pk, **given)


def _answer(assembly: Assembly, pk: int, **given: Any) -> object:
    found = get_object_or_404(Dispute, pk=pk, unit__estate=assembly.pk)
    return services.answer(dispute=found, **given)


def _on_unit(run: Callable[..., object]) -> Callable[..., object]:
    return lambda assembly, pk, **given: run(unit=pk, **given)


def _on_estate(run: Callable[..., object]) -> Callable[..., object]:
    return lambda assembly, pk, **given: run(estate=assembly.pk, **given)


def _use(assembly: Assembly, pk: int) -> SealUse:
    return get_object_or_404(SealUse, pk=pk, estate=assembly.pk)


def _judge(assembly: Assembly, pk: int, **given: Any) -> object:
    return services.judge_seal(use=_use(assembly, pk), **given)


def _seal(assembly: Assembly, pk: int, *, photo: Any, **given: Any) -> object:
    return services.use_seal(use=_use(assembly, pk), photo=[photo], **given)


def _audit(assembly: Assembly, pk: int, *, file: Any, **given: Any) -> object:
    return services.publish_audit(estate=assembly.pk, files=[file], **given)


def _officers(assembly: Assembly, pk: int, *, actor: Actor, at: datetime, file: Any, **given: Any) -> object:
    choice = services.Choice(minutes=[file], **given)
    return services.choose_officers(estate=assembly.pk, given=choice, actor=actor, at=at)


def _comply(assembly: Assembly, pk: int, **given: Any) -> object:
    return services.comply(order=get_object_or_404(Order, pk=pk, estate=assembly.pk), **given)


def _tick(*, giving: bool) -> Callable[..., object]:
    def run(assembly: Assembly, pk: int, *, actor: Actor, at: datetime, lines: list[int]) -> object:
        held = get_object_or_404(Handover, pk=pk, estate=assembly.pk)
        return services.tick(handover=held, numbers=lines, giving=giving, actor=actor, at=at)

    return run


ACTS = (
    Act("found", "show", _("申请筹备首次业主大会会议"), _("业主联名达到20%，由街道（乡镇）核实条件、组建筹备组。"),
        forms.FoundingForm, _on_estate(services.apply_for_founding)),
    Act("officers", "show", _("登记推选的主任、副主任"), _("在委员中推选，过半数委员同意；结果随即公开。"),
        forms.OfficersForm, _officers),
    Act("correct", "unit", _("更正"), _("原来的登记和更正的理由一并留在记录里。"), forms.CorrectForm,
        _on_unit(services.correct)),
    Act("sell", "unit", _("登记转让"), _("从这一天起业主变更；正在进行的表决，已投的票有效，没有投的由新业主投。"),
        forms.SellForm, _on_unit(services.sell)),
    Act("voice", "unit", _("换一名共有人行使表决权"), _("共有的房屋只有一票，由其中一人投。"), forms.VoiceForm,
        _on_unit(services.name_voice)),
    Act("dispute", "unit", _("登记有误，提出异议"), _("5个工作日内书面答复您。"), forms.DisputeForm, _dispute),
    Act("answer", "unit", _("答复异议"), _("答复告诉业主；成立的，随后更正或者登记转让。"), forms.AnswerForm, _answer),
    Act("ask_seal", "seal", _("申请用印"), _("申请人以外的两名委员同意以后才能盖章。"), forms.SealForm,
        _on_estate(services.ask_for_seal)),
    Act("judge_seal", "seal", _("表示意见"), _("每名委员一次，不能改动。"), forms.SealVoteForm, _judge),
    Act("use_seal", "seal", _("登记已用印"), _("附上盖章文件的照片，这次用印随即完成。"), forms.PhotoForm, _seal),
    Act("audit", "audits", _("公布审计报告"), _("随即公开，不能撤下；有错可以更正。"), forms.AuditForm, _audit),
    Act("set_rules", "rules", _("登记议事规则"), _("照业主表决通过的议事规则登记；以后准备的表决按它计票。"),
        forms.RulesForm, _on_estate(services.set_rules)),
    Act("begin_handover", "handover", _("开始移交"), _("列出移交清单，双方逐项确认。"), forms.GiverForm,
        _on_estate(services.begin_handover)),
    Act("give", "handover", _("已移交"), _("由移交一方确认；没有交出的，请去掉前面的勾。"), forms.GivenForm,
        _tick(giving=True)),
    Act("take", "handover", _("已收到"), _("由接收一方确认；没有收到的，请去掉前面的勾。"), forms.TakenForm,
        _tick(giving=False)),
    Act("file", "supervision", _("登记备案"), _("业主委员会应当自选举产生之日起30日内备案。"), forms.EmptyForm,
        _on_estate(services.file_committee)),
    Act("order", "supervision", _("责令限期改正"), _("随即公开，由业主委员会报告改正情况。"), forms.OrderForm,
        _on_estate(services.order), grave=True),
    Act("comply", "supervision", _("报告改正情况"), _("随即公开。"), forms.ComplyForm, _comply),
    Act("dissolve", "supervision", _("终止业主委员会"), _("委员任职随即结束，印章不能再用；由街道（乡镇）组织重新选举。"),
        forms.ReasonForm, _on_estate(services.dissolve), grave=True),
)  # fmt: skip
BY_KEY: Mapping[str, Act] = {act.key: act for act in ACTS}
