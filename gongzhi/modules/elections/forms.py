"""What is asked of whoever registers, nominates, reviews, entrusts a vote, hands over."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.matters.forms import FilesField, ManyFiles
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import find_account
from gongzhi.lib.election import EXCLUSIONS, Body

from .models import Candidate, Election, Item, Member, Question
from .services import Chosen, Registrant
from .vocabulary import LIVE, OFFICES, REASONS, Asset, Department, Place, Sort, Stage

BIRTHDAY = {"type": "date"}
PLACES = {str(label): value for value, label in Place.choices}
YES = ("是", "yes", "1")


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs=BIRTHDAY)
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def long(label: Any, most: int, *, rows: int = 4, help_text: Any = "", required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, help_text=help_text, required=required)


class Form(forms.Form):
    """A form about one election."""

    def __init__(self, *args: Any, election: Election | None = None, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        self.election = election

    def candidates(self, *stages: Stage) -> None:
        found = Candidate.objects.filter(election=self.election, stage__in=stages or LIVE).order_by("pk")
        self.fields["candidate"].queryset = found  # type: ignore[attr-defined]


def candidate(label: Any = _("哪一位")) -> forms.Field:
    return forms.ModelChoiceField(Candidate.objects.none(), label=label, empty_label=_("请选择"))


def lines(text: str) -> list[list[str]]:
    """Answer the cells of pasted rows: parted by tabs, commas or spaces."""
    return [re.split(r"[\t,，、 ]+", row.strip()) for row in text.splitlines() if row.strip()]


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d{1,7}", text))


class SelfForm(Form):
    """A resident asks to be registered."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    born = day(_("出生日期"), help_text=_("只用来核对是否年满十八周岁，不公开。"))
    household_here = forms.BooleanField(label=_("户籍在本村（社区）"), required=False)
    lives_since = day(_("从哪天起住在本村（社区）"), required=False)
    works_since = day(_("从哪天起在本村（社区）工作"), required=False)
    group = forms.CharField(label=_("小组或者楼栋"), max_length=40, required=False)
    household = forms.CharField(label=_("门牌号"), max_length=40, required=False)

    def registrant(self) -> Registrant:
        return Registrant(asks=True, **self.cleaned_data)


class EnterForm(Form):
    """The clerk pastes a table."""

    rows = long(
        _("选民（一行一人）"),
        100_000,
        rows=8,
        help_text=_("姓名 出生日期 小组 门牌号 户籍在本地（是或否） 居住起始日，用空格或逗号隔开；从表格粘贴也可以。"),
    )

    def clean_rows(self) -> list[Registrant]:
        return [_registrant(cells, n) for n, cells in enumerate(lines(self.cleaned_data["rows"]), 1)]


def _registrant(cells: list[str], number: int) -> Registrant:
    name, born, group, household, here, since = [*cells, *[""] * 6][:6]
    try:
        return Registrant(
            name=name,
            born=date.fromisoformat(born),
            group=group,
            household=household,
            household_here=here in YES or not here,
            lives_since=date.fromisoformat(since or born),
            asks=True,
        )
    except ValueError:
        why = _g("第{n}行的日期不对，请写成 1980-05-01。").format(n=number)
        raise forms.ValidationError(why) from None


class CorrectForm(Form):
    """Add somebody to the published roll, or take a number off it."""

    remove = forms.IntegerField(label=_("删除名单上的第几号"), required=False, min_value=1)
    row = forms.CharField(
        label=_("或者增加一人"), required=False, max_length=200, help_text=_("姓名 出生日期 小组 门牌号 户籍在本地 居住起始日")
    )
    reason = long(_("理由"), 400, help_text=_("会公开。"))

    def clean_row(self) -> Registrant | None:
        found = lines(self.cleaned_data["row"])
        return _registrant(found[0], 1) if found else None


class EntrustForm(Form):
    """A written proxy is taken in."""

    voter = forms.IntegerField(label=_("委托人在名单上的号"), min_value=1)
    agent = forms.IntegerField(label=_("受托人在名单上的号"), min_value=1)
    related = forms.BooleanField(label=_("是近亲属"), required=False)
    letter = FilesField(label=_("书面委托的照片"), widget=ManyFiles)


class NominateForm(Form):
    """Somebody is put forward."""

    number = forms.IntegerField(label=_("被提名人在名单上的号"), min_value=1)
    office = forms.ChoiceField(label=_("职务"))
    woman = forms.BooleanField(label=_("女"), required=False)
    portrait = long(_("简介"), 400, required=False, help_text=_("年龄、职业、为大家做过什么。会公开。"))
    party = forms.BooleanField(label=_("由党组织提名"), required=False)
    backers = forms.CharField(
        label=_("书面联名的选民在名单上的号"), required=False, max_length=2000, help_text=_("用空格隔开；本人在网上提名的不用填。")
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
    """A department's opinion."""

    candidate = candidate()
    department = forms.ChoiceField(label=_("部门"), choices=Department.choices)
    exclusion = forms.ChoiceField(label=_("法律列明的情形"), required=False)
    paper = forms.CharField(label=_("依据的文书和文号"), max_length=400, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.candidates(Stage.ACCEPTED, Stage.CLEARED, Stage.EXCLUDED)
        bars = sorted(EXCLUSIONS[Body(self.election.law)]) if self.election else []
        choices = [("", _("没有")), *((bar.value, REASONS[bar.value]) for bar in bars)]
        self.fields["exclusion"].choices = choices  # type: ignore[attr-defined]


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


class CommitteeForm(Form):
    rows = long(
        _("选举委员会人选（一行一人）"),
        10_000,
        rows=8,
        help_text=_("职务（主任、副主任、委员、候补） 姓名 用户名，按推选的先后；候补按先后递补。用户名可以不写。"),
    )

    def clean_rows(self) -> list[Chosen]:
        return [_chosen(cells, n) for n, cells in enumerate(lines(self.cleaned_data["rows"]), 1)]


def _chosen(cells: list[str], number: int) -> Chosen:
    place, name, username = [*cells, "", "", ""][:3]
    if place not in PLACES:
        raise forms.ValidationError(_g("第{n}行的职务不对。").format(n=number))
    return Chosen(place=PLACES[place], name=name, account=account_of(username))


def account_of(username: str) -> Account | None:
    """Answer an account by its name. Raises ValidationError for one that nobody has."""
    if not username:
        return None
    found = find_account(username)
    if found is None:
        raise forms.ValidationError(_g("没有用户名“{name}”。").format(name=username))
    return found


class ResignForm(Form):
    member = forms.ModelChoiceField(Member.objects.none(), label=_("谁退出"))
    reason = long(_("理由"), 200, help_text=_("会公开。"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        members = Member.objects.filter(election=self.election, left="").order_by("rank")
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


class PersonForm(Form):
    """Somebody for a meeting to choose."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.CharField(label=_("用户名"), max_length=60, required=False)
    office = forms.ChoiceField(label=_("职务"), choices=list(OFFICES.items()))
    woman = forms.BooleanField(label=_("女"), required=False)
    related = forms.BooleanField(label=_("是村（居）民委员会成员的近亲属"), required=False)

    def clean_username(self) -> Account | None:
        return account_of(self.cleaned_data["username"])


class ItemForm(Form):
    kind = forms.ChoiceField(label=_("类别"), choices=Asset.choices)
    what = forms.CharField(label=_("移交什么、多少"), max_length=200)


class TickForm(Form):
    item = forms.ModelChoiceField(Item.objects.none(), label=_("哪一项"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        items = Item.objects.filter(election=self.election).order_by("pk")
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class AnnulForm(Form):
    candidate = candidate()
    reason = long(_("查明的事实和依据"), 400)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.candidates(Stage.ELECTED)


class SignForm(Form):
    name = forms.CharField(label=_("姓名"), max_length=60)
    paper = forms.BooleanField(label=_("这是书面联名，由我代为录入"), required=False)


class NothingForm(Form):
    """Only a button."""


class OpenForm(Form):
    """An election or a choice is opened; which body is chosen from those in reach."""

    body = forms.ModelChoiceField(Organisation.objects.none(), label=_("选举哪个组织"))
    sort = forms.ChoiceField(
        label=_("哪一种"),
        choices=[(s.value, s.label) for s in (Sort.TERM, Sort.VACANCY, Sort.CHOICE)],
        widget=forms.RadioSelect,
        help_text=_("监督委员会、调解委员会由会议推选，选“推选”。"),
    )

    def __init__(self, *args: Any, bodies: Iterable[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class RecallForm(Form):
    """A recall is asked for."""

    seat = forms.ModelChoiceField(Seat.objects.none(), label=_("要求罢免谁"))
    reason = long(_("罢免的理由"), 4000, rows=6, help_text=_("会公开，请写事实。"))
    asked_by = forms.ChoiceField(label=_("以什么身份联名"), widget=forms.RadioSelect)
    entitled = forms.IntegerField(
        label=_("有权联名的总人数"), min_value=1, help_text=_("全村（社区）有选举权的人数、户代表人数或者代表人数。")
    )
    name = forms.CharField(label=_("您的姓名"), max_length=60)

    def __init__(self, *args: Any, seats: Iterable[Seat], law: Body, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["seat"].queryset = seats  # type: ignore[attr-defined]
        who = [("voters", _("有选举权的村（居）民")), ("representatives", _("村（居）民代表"))]
        who += [("households", _("户的代表"))] if law is Body.RESIDENTS else []
        self.fields["asked_by"].choices = who  # type: ignore[attr-defined]
