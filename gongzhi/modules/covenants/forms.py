"""What is asked of whoever drafts, gives an opinion, reports, looks into a report, assesses."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Clause, Covenant
from .services import Draft, Row
from .vocabulary import Conduct, Stance, Theme, Way

MOST_CLAUSES, SPARE = 60, 2


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )


def area(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class Plain(forms.Form):
    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **{"label_suffix": "", **more})


class BeginForm(Plain):
    name = forms.CharField(
        label=_("名称"), help_text=_("例如：青龙村村规民约、归元寺社区居民公约"), max_length=60
    )
    reason = forms.CharField(
        label=_("为什么要定"), help_text=_("会公开。"), max_length=400, widget=area(3, 400)
    )


class AmendForm(Plain):
    reason = forms.CharField(
        label=_("为什么要修改或者废止"), help_text=_("会公开。"), max_length=400, widget=area(3, 400)
    )
    repeal = forms.BooleanField(
        label=_("废止，不再定新的"),
        help_text=_("废止同样要征求意见、审核、表决、备案、公布；不勾选就是修改。"),
        required=False,
    )


class DraftForm(Plain):
    preamble = forms.CharField(
        label=_("开头的话"), max_length=400, required=False, widget=area(2, 400), strip=True
    )
    effective_on = day(_("从哪天起施行"), help_text=_("不填：公布期满的第二天。"), required=False)


class ClauseForm(Plain):
    # The first one is what a browser sends with a clause left empty.
    theme = forms.ChoiceField(label=_("主题"), choices=Theme.choices, initial=Theme.values[0])
    own_theme = forms.CharField(
        label=_("自拟主题"), help_text=_("主题选“其他”时填写，例如：环境卫生"), max_length=20, required=False
    )
    text = forms.CharField(label=_("条文"), max_length=1000, widget=area(3, 1000))
    way = forms.ChoiceField(label=_("怎样落实"), choices=[("", _("还没有定")), *Way.choices], required=False)
    who = forms.CharField(
        label=_("由谁负责"), help_text=_("例如：红白理事会、村务监督委员会"), max_length=60, required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        own = given.get("theme") == Theme.OWN
        if own and not given.get("own_theme"):
            self.add_error("own_theme", gettext("请写明是什么主题。"))
        return {**given, "own_theme": given.get("own_theme", "") if own else ""}


ClauseForms = formset_factory(
    ClauseForm, extra=SPARE, can_order=True, can_delete=True, max_num=MOST_CLAUSES, validate_max=True
)


def clause_forms(covenant: Covenant, data: Any = None) -> "BaseFormSet[Any]":
    """Answer the clauses to write in, with two to spare; empty ones are left out when saved."""
    rows = covenant.clauses.order_by("number").values("theme", "own_theme", "text", "way", "who")
    made: BaseFormSet[Any] = ClauseForms(data, initial=list(rows), prefix="c")
    for form in made.forms:
        form.fields["ORDER"].label = _("第几条")
        form.fields["DELETE"].label = _("删去这一条")
    return made


def draft_of(head: DraftForm, clauses: "BaseFormSet[Any]", data: Any) -> Draft:
    """Answer what was handed in, in the order asked for; both must be valid."""
    kept = [f for f in clauses.ordered_forms if f.cleaned_data.get("text")]
    rows = [
        Row(**{name: form.cleaned_data[name] for name in ("theme", "own_theme", "text", "way", "who")})
        for form in kept
    ]
    return Draft(
        preamble=head.cleaned_data["preamble"],
        effective_on=head.cleaned_data["effective_on"],
        rows=rows,
        answers=answers_in(data),
    )


def answers_in(data: Any) -> dict[tuple[str, str], str]:
    """Answer what stands in the fields of hints: hint-RULE-DIGEST."""
    parts = {name: name.split("-") for name in data if name.startswith("hint-")}
    return {(p[1], p[2]): data[name] for name, p in parts.items() if len(p) == 3}


class OpinionForm(Plain):
    household = forms.CharField(
        label=_("哪一户"),
        help_text=_("门牌或者组、号，例如：2组15号。只用来计算户数，不公开。"),
        max_length=40,
    )
    stance = forms.ChoiceField(label=_("总的看法"), choices=Stance.choices, widget=forms.RadioSelect)
    clause = forms.TypedChoiceField(label=_("对哪一条"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(
        label=_("意见"),
        help_text=_("建议怎么改，为什么。请不要写姓名和电话。"),
        required=False,
        max_length=1000,
        widget=area(4, 1000),
    )

    def __init__(self, data: Any = None, *, clauses: Iterable[Clause], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["clause"].choices = [("", _("整个草案")), *_numbered(clauses)]  # type: ignore[attr-defined]


def _numbered(clauses: Iterable[Clause]) -> list[tuple[int, str]]:
    return [(c.number, gettext("第{n}条 {heading}").format(n=c.number, heading=c.heading)) for c in clauses]


class ReportForm(Plain):
    conduct = forms.ChoiceField(label=_("是哪一种"), choices=Conduct.choices, widget=forms.RadioSelect)
    clause = forms.TypedChoiceField(label=_("关系到哪一条"), coerce=int)
    text = forms.CharField(label=_("什么事"), max_length=1000, widget=area(4, 1000))
    happened_on = day(_("哪天发生的"))
    person = forms.CharField(
        label=_("当事人"),
        help_text=_("只给核实的人看，加密保存。"),
        max_length=60,
        required=False,
    )
    consent = forms.BooleanField(
        label=_("表扬的，当事人同意公开姓名"),
        help_text=_("没有同意就不公开；违反公约的，一律不公开姓名。"),
        required=False,
    )

    def __init__(self, data: Any = None, *, clauses: Iterable[Clause], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["clause"].choices = _numbered(clauses)  # type: ignore[attr-defined]


class JudgeForm(Plain):
    confirmed = forms.TypedChoiceField(
        label=_("核实结果"),
        choices=[("yes", _("属实")), ("no", _("不属实"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("怎样核实的"), max_length=400, widget=area(2, 400))


class ChargeForm(Plain):
    keeper = forms.CharField(label=_("由哪一位村（居）委会成员负责"), max_length=60)
    keeps = forms.CharField(label=_("工作任务和要求"), max_length=300, widget=area(3, 300))


class AssessForm(Plain):
    year = forms.IntegerField(label=_("哪一年"), min_value=2000, max_value=2999)
    text = forms.CharField(
        label=_("评议结论"), help_text=_("会公开，请不要写姓名。"), max_length=4000, widget=area(5, 4000)
    )

    def __init__(self, data: Any = None, *, on: date, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["year"].initial = on.year


class OrderForm(Plain):
    reason = forms.CharField(label=_("哪一条违反什么规定，怎样改正"), max_length=400, widget=area(4, 400))
