"""What is asked of somebody who publishes, corrects, oversees or complains."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.forms import FilesField, ManyFiles

from .selectors import Line
from .vocabulary import Side

FEN = 100
MOST_LINES = 60
NEW_LINES = 4


class PublishForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("标题"), max_length=100)
    text = forms.CharField(
        label=gettext_lazy("公开的内容"),
        help_text=gettext_lazy("请勿写入身份证号、电话、银行账号等个人信息。公布后不能撤下，只能更正。"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": 8000}),
    )


class CorrectForm(PublishForm):
    reason = forms.CharField(
        label=gettext_lazy("更正的理由"),
        help_text=gettext_lazy("和原来的版本一起公开。"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 400}),
    )
    field_order = ["reason", "title", "text"]


class FilesForm(forms.Form):
    """Asked on the page of checking: a browser does not send files twice."""

    papers = FilesField(
        label=gettext_lazy("照片或文件"),
        help_text=gettext_lazy("例如盖章的收支表、票据汇总。照片里的个人信息请先遮盖。"),
        widget=ManyFiles,
        required=False,
    )


class LineForm(forms.Form):
    """One line of the table of amounts; a line without words and amount is none."""

    side = forms.ChoiceField(label=gettext_lazy("收支"), choices=Side.choices)
    item = forms.CharField(label=gettext_lazy("项目"), max_length=80, required=False)
    yuan = forms.DecimalField(
        label=gettext_lazy("金额（元）"),
        min_value=Decimal("0.01"),
        max_digits=14,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        item, yuan = given.get("item"), given.get("yuan")
        if item and yuan is None and "yuan" not in self.errors:
            self.add_error("yuan", _("请填金额。"))
        if yuan is not None and not item:
            self.add_error("item", _("请填项目。"))
        return given

    @property
    def line(self) -> Line | None:
        """Answer what a valid line says, in fen; None for an empty one."""
        item, yuan = self.cleaned_data.get("item"), self.cleaned_data.get("yuan")
        return Line(self.cleaned_data["side"], item, int(yuan * FEN)) if item and yuan is not None else None


LineFormSet = forms.formset_factory(
    LineForm, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES + NEW_LINES
)


class WithholdForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("隐去的理由"),
        help_text=gettext_lazy("例如：含有居民的电话号码。理由会公开。"),
        max_length=400,
    )


class AtOnceForm(forms.Form):
    about = forms.CharField(
        label=gettext_lazy("要公开的重大事项"),
        help_text=gettext_lazy("例如：征地补偿费分配方案"),
        max_length=100,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200)


class ComplainForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("哪一项没有公开，或者哪里不实"),
        help_text=gettext_lazy("只有负责核实的干部看得到是谁提的。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 2000}),
    )


class VerifyForm(forms.Form):
    founded = forms.TypedChoiceField(
        label=gettext_lazy("核实的结果"),
        choices=[("yes", gettext_lazy("属实")), ("no", gettext_lazy("不属实"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("核实的情况"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )
    order = forms.CharField(
        label=gettext_lazy("责令公开的事项"),
        help_text=gettext_lazy("属实时可以填写；该村（社区）须在十日内公开。"),
        max_length=100,
        required=False,
    )
