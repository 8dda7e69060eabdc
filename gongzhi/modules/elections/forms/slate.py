"""Candidates: nomination, consent, review, questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.election import EXCLUSIONS, Body
from gongzhi.modules.elections.models import Candidate, Member, Question
from gongzhi.modules.elections.vocabulary import LIVE, OFFICES, REASONS, Department, Stage

from .base import Form, candidate, long, numbers


class NominateForm(Form):
    """Somebody is put forward."""

    number = forms.IntegerField(label=_("被提名人在名单上的号"), min_value=1)
    office = forms.ChoiceField(label=_("职务"))
    woman = forms.BooleanField(label=_("女"), required=False)
    portrait = long(_("简介"), 400, required=False, help_text=_("年龄、职业、为大家做过什么。会公开。"))
    party = forms.BooleanField(label=_("由党组织提名"), required=False)
    backers = forms.CharField(
        label=_("书面联名的选民在名单上的号"),
        required=False,
        max_length=2000,
        help_text=_("用空格隔开；本人在网上提名的不用填。"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        seats = self.election.seats if self.election else {}
        self.fields["office"].choices = [(o, OFFICES[o]) for o in OFFICES if seats.get(o)]  # type: ignore[attr-defined]

    def clean_backers(self) -> tuple[int, ...]:
        return numbers(self.cleaned_data["backers"])


class BackForm(Form):
    candidate = candidate()
    numbers = forms.CharField(label=_("书面联名的选民在名单上的号"), required=False, max_length=2000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.candidates(Stage.NOMINATED, Stage.ACCEPTED)

    def clean_numbers(self) -> tuple[int, ...]:
        return numbers(self.cleaned_data["numbers"])


class AcceptForm(Form):
    candidate = candidate()
    portrait = long(_("简介"), 400, required=False)
    photo = forms.FileField(
        label=_("照片"), required=False, help_text=_("会公开；照片里的拍摄地点等信息会去掉。可以不传。")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.candidates(Stage.NOMINATED)


class OneForm(Form):
    candidate = candidate()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.candidates(Stage.NOMINATED, Stage.ACCEPTED, Stage.CLEARED)


class KinForm(OneForm):
    other = forms.ModelChoiceField(Candidate.objects.none(), label=_("另一名候选人"), required=False)
    member = forms.ModelChoiceField(Member.objects.none(), label=_("或者选举委员会成员"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        live = Candidate.objects.filter(election=self.election, stage__in=LIVE).order_by("pk")
        self.fields["other"].queryset = live  # type: ignore[attr-defined]
        members = Member.objects.filter(election=self.election, left="").order_by("rank")
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


class OpinionForm(Form):
    """A department's opinion: the same of several, or what bars one."""

    people = forms.ModelMultipleChoiceField(
        Candidate.objects.none(), label=_("对哪些人选"), widget=forms.CheckboxSelectMultiple
    )
    department = forms.ChoiceField(label=_("部门"), choices=Department.choices)
    exclusion = forms.ChoiceField(label=_("法律列明的情形"), required=False)
    paper = forms.CharField(label=_("依据的文书和文号"), max_length=400, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        reviewed = (Stage.ACCEPTED, Stage.CLEARED, Stage.EXCLUDED)
        found = Candidate.objects.filter(election=self.election, stage__in=reviewed).order_by("pk")
        self.fields["people"].queryset = found  # type: ignore[attr-defined]
        bars = sorted(EXCLUSIONS[Body(self.election.law)]) if self.election else []
        choices = [("", _("没有")), *((bar.value, REASONS[bar.value]) for bar in bars)]
        self.fields["exclusion"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("exclusion") and len(self.cleaned_data.get("people", ())) > 1:
            raise forms.ValidationError(_("有法律列明情形的，请逐人登记，写明各自的文书。"))
        return self.cleaned_data


class AppealForm(Form):
    candidate = candidate()
    text = long(_("要求复核的理由"), 4000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.candidates(Stage.EXCLUDED)


class AppealAnswerForm(Form):
    candidate = candidate()
    upheld = forms.BooleanField(label=_("复核成立，撤回原意见"), required=False)
    department = forms.ChoiceField(label=_("撤回哪个部门的意见"), choices=Department.choices)
    answer = long(_("答复"), 4000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.candidates(Stage.EXCLUDED)


class AskForm(Form):
    candidate = candidate(_("问哪一位候选人"))
    text = long(_("问题"), 400, help_text=_("问题会公开，不显示您的姓名。"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.candidates(Stage.STANDING)


class AnswerForm(Form):
    question = forms.ModelChoiceField(Question.objects.none(), label=_("哪个问题"))
    text = long(_("回答"), 2000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        open_ones = Question.objects.filter(candidate__election=self.election, answer="").order_by("pk")
        self.fields["question"].queryset = open_ones  # type: ignore[attr-defined]


class AnnulForm(Form):
    candidate = candidate()
    reason = long(_("查明的事实和依据"), 400)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.candidates(Stage.ELECTED)
