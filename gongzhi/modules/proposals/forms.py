"""What is asked of whoever takes a proposal in, drafts the reply, or gives a deputy's opinion."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.models import Account

from .models import Proposal
from .procedures.figures import faults, usable
from .services import Draft, Intake, Promise
from .vocabulary import ReplyClass, Sort

MOST_PROMISES, SPARE = 10, 2
SCALES = [("", _("原数")), ("万", _("以万计")), ("亿", _("以亿计"))]


def _area(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class Plain(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class IntakeForm(Plain):
    sort = forms.ChoiceField(label=_("类型"), choices=Sort.choices)
    session = forms.CharField(label=_("哪次会议"), help_text=_("例如：市政协六届四次会议"), max_length=60)
    number = forms.CharField(label=_("编号"), help_text=_("会议给的编号，例如：0629"), max_length=12)
    title = forms.CharField(label=_("案由"), help_text=_("例如：关于加强社区治理的建议"), max_length=120)
    deputies = forms.CharField(
        label=_("提出人"),
        help_text=_("每行一位，第一提案人或者领衔代表写在最前面。"),
        max_length=1000,
        widget=_area(3, 1000),
    )
    username = forms.CharField(
        label=_("第一提案人的账号"),
        help_text=_("有账号的填写，可以登录反馈意见；没有的凭查询码反馈。"),
        max_length=150,
        required=False,
    )
    body = forms.CharField(label=_("提案内容"), max_length=8000, widget=_area(8, 8000))

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip()
        if not re.fullmatch(r"[0-9A-Za-z-]+", number):
            raise forms.ValidationError(_("编号只用数字、字母和连字符。"))
        return number

    def clean_deputies(self) -> tuple[str, ...]:
        names = tuple(n.strip() for n in self.cleaned_data["deputies"].splitlines() if n.strip())
        if any(len(name) > 40 for name in names):
            raise forms.ValidationError(_("每行只写一位的姓名，最多40字。"))
        return names

    def clean_username(self) -> Account | None:
        given = self.cleaned_data["username"]
        found = Account.objects.filter(username=given).first() if given else None
        if given and found is None:
            raise forms.ValidationError(_("没有这个账号，请核对，或者留空。"))
        return found

    def intake(self, area: str) -> Intake:
        data = self.cleaned_data
        account = data["username"]
        return Intake(
            area=area,
            account=account.pk if account else None,
            **{name: data[name] for name in ("session", "number", "title", "body", "deputies")},
            sort=Sort(data["sort"]),
        )


class DraftForm(Plain):
    text = forms.CharField(
        label=_("答复正文"),
        help_text=_(
            "从“收悉”写起，一段一行；“一、”“（一）”开头的是标题。数据写成引用，如 {{ proposals.answered }}，签发时固定。"
        ),
        max_length=30000,
        widget=_area(24, 30000),
    )
    reply_class = forms.ChoiceField(
        label=_("答复类别"), choices=[("", _("请选择")), *ReplyClass.choices], widget=forms.Select
    )
    contact = forms.CharField(label=_("联系人"), max_length=40)
    phone = forms.CharField(
        label=_("联系电话"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    copies = forms.CharField(
        label=_("抄送"),
        help_text=_("用逗号分开，例如：市政府办公厅，市政协提案委员会"),
        max_length=200,
        required=False,
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if wrong := faults(text):
            raise forms.ValidationError(wrong)
        return text


class FigureForm(Plain):
    """The picker: writes a reference for whoever does not want to type one."""

    figure = forms.ChoiceField(label=_("数据"), required=False)
    period = forms.CharField(
        label=_("时间"),
        help_text=_("例如 2019、2019-Q3、2017/2019；空着就是今年到签发那天。"),
        max_length=21,
        required=False,
    )
    place = forms.CharField(label=_("区域代码"), help_text=_("空着就是本级。"), max_length=12, required=False)
    scale = forms.ChoiceField(label=_("怎样显示"), choices=SCALES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(i.key, f"{i.title}（{i.key}）") for i in usable()]
        self.fields["figure"].choices = [("", _("请选择")), *names]  # type: ignore[attr-defined]

    @property
    def reference(self) -> str:
        """What was picked, as it is written in a text; '' where nothing was."""
        data = self.cleaned_data
        if not data.get("figure"):
            return ""
        options = {"period": data["period"], "area": data["place"], "in": data["scale"]}
        return "{{ " + " | ".join([data["figure"], *(f"{n}={v}" for n, v in options.items() if v)]) + " }}"


class PromiseForm(Plain):
    text = forms.CharField(label=_("承诺做什么"), max_length=300, required=False)
    due_on = forms.DateField(
        label=_("哪天以前落实"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("text")) != bool(cleaned.get("due_on")):
            raise forms.ValidationError(_("承诺的内容和日期请一起填，或者都空着。"))
        return cleaned


PromiseForms = forms.formset_factory(PromiseForm, extra=SPARE, max_num=MOST_PROMISES, validate_max=True)


def promise_forms(proposal: Proposal, data: Any = None) -> Any:
    """Answer what is promised in this round, with rows to spare."""
    rows = proposal.commitments.filter(round=proposal.round).order_by("place").values("text", "due_on")
    return PromiseForms(data, initial=list(rows), prefix="p")


def draft_of(form: DraftForm, promises: Any) -> Draft:
    data = dict(form.cleaned_data)
    made = [
        Promise(f.cleaned_data["text"], f.cleaned_data["due_on"])
        for f in promises
        if f.cleaned_data.get("text")
    ]
    return Draft(promises=made, **{**data, "reply_class": ReplyClass(data["reply_class"])})


class CodeForm(Plain):
    number = forms.CharField(
        label=_("办理编号"),
        help_text=_("通知上的17位数字，横线可以不填"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        help_text=_("通知上的6位字母和数字"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
