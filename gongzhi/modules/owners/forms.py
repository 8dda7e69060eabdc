"""What is asked of whoever keeps a roll, proposes, uses the seal, audits, hands over, supervises."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Assembly, HandoverLine
from .selectors.officers import members
from .services import Person, former_bodies
from .vocabulary import AuditKind, Ground, Subject, UnitKind

YES_NO = (("yes", _("成立")), ("no", _("不成立")))
SPARE = 5


def lines(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


def day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **more)


def kinds(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=UnitKind.choices, widget=forms.CheckboxSelectMultiple
    )


class Plain(forms.Form):
    """`assembly`: of the estate that the form is for."""

    def __init__(self, *data: Any, assembly: Assembly | None = None, **more: Any) -> None:
        self.assembly = assembly
        super().__init__(*data, **{"label_suffix": "", **more})


class EstateForm(Plain):
    name = forms.CharField(label=_("小区名称"), max_length=80)
    address = forms.CharField(label=_("地址"), max_length=160)


class TableForm(Plain):
    file = forms.FileField(
        label=_("业主名册"), help_text=_("CSV 或 XLSX；第一行是表头，共有的房屋每名业主一行。")
    )


class CorrectForm(Plain):
    area = forms.DecimalField(
        label=_("面积（㎡）"), required=False, max_digits=9, decimal_places=2, min_value=0
    )
    kind = forms.ChoiceField(label=_("类型"), choices=[("", _("不改")), *UnitKind.choices], required=False)
    unsold = forms.NullBooleanField(
        label=_("未售"),
        required=False,
        widget=forms.Select(choices=[("", _("不改")), ("true", _("是")), ("false", _("否"))]),
    )
    reason = forms.CharField(label=_("更正的理由和依据"), max_length=400, widget=lines(3, 400))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        size = given.get("area")
        return {**given, "area": int(size * 100) if size else None}


class SellForm(Plain):
    buyers = forms.CharField(
        label=_("新业主"),
        help_text=_("每行一人：姓名，手机号，份额。共有的，第一人行使表决权。"),
        widget=lines(3, 1000),
        max_length=1000,
    )
    since = day(_("从哪天起"))
    reason = forms.CharField(label=_("依据"), help_text=_("例如：不动产权证、买卖合同。"), max_length=200)

    def clean_buyers(self) -> list[Person]:
        made = []
        for text in self.cleaned_data["buyers"].splitlines():
            parts = [p.strip() for p in text.replace("，", ",").split(",")]
            if parts[0]:
                name, phone, share = [*parts, "", ""][:3]
                made.append(Person(name=name, phone=phone, share=share))
        return made


class VoiceForm(Plain):
    owner = forms.UUIDField(label=_("由谁行使表决权"), widget=forms.Select)


class DisputeForm(Plain):
    text = forms.CharField(
        label=_("哪里不对"),
        help_text=_("例如：面积应为多少，业主不是谁。只给管理名册的人看。"),
        max_length=1000,
        widget=lines(4, 1000),
    )


class AnswerForm(Plain):
    upheld = forms.TypedChoiceField(
        label=_("异议"), choices=YES_NO, coerce=lambda value: value == "yes", widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("答复和理由"), max_length=1000, widget=lines(3, 1000))


class FoundingForm(Plain):
    ground = forms.ChoiceField(label=_("因为什么"), choices=Ground.choices, widget=forms.RadioSelect)


class SealForm(Plain):
    purpose = forms.CharField(label=_("用途"), max_length=200)
    document = forms.CharField(label=_("盖在什么文件上"), max_length=200)
    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=999, initial=1)


class SealVoteForm(Plain):
    agrees = forms.TypedChoiceField(
        label=_("意见"),
        choices=(("yes", _("同意")), ("no", _("不同意"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("不同意的理由"), max_length=400, required=False, widget=lines(2, 400))


class PhotoForm(Plain):
    photo = forms.FileField(label=_("盖章文件的照片"))


class AuditForm(Plain):
    kind = forms.ChoiceField(label=_("哪一种"), choices=AuditKind.choices)
    year = forms.IntegerField(label=_("哪一年"), min_value=2000, max_value=2999)
    auditor = forms.CharField(label=_("由谁审计"), max_length=120)
    text = forms.CharField(
        label=_("主要结论"), help_text=_("会公开，请不要写姓名。"), max_length=4000, widget=lines(4, 4000)
    )
    file = forms.FileField(label=_("审计报告"))


class OrderForm(Plain):
    reason = forms.CharField(label=_("违反什么规定，怎样改正"), max_length=1000, widget=lines(4, 1000))
    due_on = day(_("什么时候以前改正"))


class ComplyForm(Plain):
    answer = forms.CharField(label=_("怎样改正的"), max_length=1000, widget=lines(4, 1000))


class ReasonForm(Plain):
    reason = forms.CharField(label=_("理由"), help_text=_("会公开。"), max_length=400, widget=lines(3, 400))


class GiverForm(Plain):
    giver = forms.TypedChoiceField(label=_("从哪一届接收"), coerce=int)

    def __init__(self, *data: Any, **more: Any) -> None:
        super().__init__(*data, **more)
        bodies = former_bodies(self.assembly) if self.assembly else []
        self.fields["giver"].choices = [(body.pk, body.name) for body in bodies]  # type: ignore[attr-defined]


class TickForm(Plain):
    """Things of the handover that runs; `waiting`: those that are still to be ticked."""

    waiting: Q
    lines = forms.TypedMultipleChoiceField(label=_("哪些"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *data: Any, **more: Any) -> None:
        super().__init__(*data, **more)
        found = HandoverLine.objects.filter(
            self.waiting, handover__estate=self.assembly.pk if self.assembly else 0, handover__done_at=None
        )
        rows = [(line.number, f"{line.number}. {line.title}") for line in found.order_by("number")]
        self.fields["lines"].choices = rows  # type: ignore[attr-defined]
        self.initial["lines"] = [number for number, _title in rows]


class GivenForm(TickForm):
    waiting = Q(given_at=None)


class TakenForm(TickForm):
    waiting = Q(taken_at=None) & ~Q(given_at=None)


class OfficersForm(Plain):
    """Whom the committee chose as chair and deputies."""

    day = day(_("哪天开会"))
    chair = forms.TypedChoiceField(label=_("主任"), coerce=int)
    deputies = forms.TypedMultipleChoiceField(
        label=_("副主任"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    present = forms.IntegerField(label=_("到会委员几人"), min_value=1, max_value=99)
    agreed = forms.IntegerField(label=_("几人同意"), min_value=1, max_value=99)
    file = forms.FileField(label=_("到会委员签名的会议记录"), help_text=_("随结果公开。"))

    def __init__(self, *data: Any, **more: Any) -> None:
        super().__init__(*data, **more)
        held = members(self.assembly, timezone.localdate()) if self.assembly else ()
        choices = [(seat.pk, seat.holder) for seat in held]
        self.fields["chair"].choices = self.fields["deputies"].choices = choices  # type: ignore[attr-defined]


class RulesForm(Plain):
    by_area = kinds(_("计入面积的"))
    by_heads = kinds(_("业主计入人数的"))
    unsold_votes = forms.BooleanField(label=_("未售的房屋由建设单位参与表决"), required=False)
    notice_days = forms.IntegerField(
        label=_("会议提前几日通知"), help_text=_("不少于15日。"), min_value=15, max_value=90
    )

    def __init__(self, *data: Any, **more: Any) -> None:
        super().__init__(*data, **more)
        for name in self.fields:
            self.initial[name] = getattr(self.assembly, name)


class EmptyForm(Plain):
    """Nothing is asked."""


class MotionForm(Plain):
    title = forms.CharField(label=_("会议名称"), help_text=_("例如：2号电梯大修"), max_length=60)
    text = forms.CharField(
        label=_("为什么，怎样做"), help_text=_("会写进通知。"), max_length=4000, widget=lines(4, 4000)
    )
    file = forms.FileField(label=_("附件"), help_text=_("方案、报价、合同草案。"), required=False)


class ItemForm(Plain):
    subject = forms.TypedChoiceField(label=_("属于哪一类事项"), coerce=int, choices=Subject.choices)
    title = forms.CharField(label=_("题目"), max_length=100, required=False)
    text = forms.CharField(label=_("内容"), max_length=2000, required=False, widget=lines(3, 2000))
    seats = forms.IntegerField(
        label=_("应选几人"),
        help_text=_("只在选举业主委员会时填写。"),
        min_value=1,
        max_value=11,
        required=False,
    )
    candidates = forms.CharField(
        label=_("候选人"),
        help_text=_("每行一人：房号，姓名。只在选举时填写；候选人的姓名会写在选票上。"),
        max_length=2000,
        required=False,
        widget=lines(3, 2000),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if any(given.get(name) for name in ("text", "seats", "candidates")) and not given.get("title"):
            self.add_error("title", gettext("请写明题目。"))
        return given


ItemForms = forms.formset_factory(ItemForm, extra=SPARE, max_num=20, validate_max=True)
