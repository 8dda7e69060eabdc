"""The election committee, the handover; what opens an election or asks for a recall."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import find_account
from gongzhi.lib.election import Body
from gongzhi.modules.elections.models import Item, Member
from gongzhi.modules.elections.services import Chosen
from gongzhi.modules.elections.vocabulary import OFFICES, Asset, Place, Sort

from .base import Form, lines, long

PLACES = {str(label): value for value, label in Place.choices}


class CommitteeForm(Form):
    rows = long(
        _("选举委员会人选（一行一人）"),
        10_000,
        rows=8,
        help_text=_(
            "职务（主任、副主任、委员、候补） 姓名 用户名，按推选的先后；候补按先后递补。用户名可以不写。"
        ),
    )

    def clean_rows(self) -> list[Chosen]:
        return [_chosen(cells, n) for n, cells in enumerate(lines(self.cleaned_data["rows"]), 1)]


def _chosen(cells: list[str], number: int) -> Chosen:
    place, name, username = [*cells, "", "", ""][:3]
    if place not in PLACES:
        raise forms.ValidationError(gettext("第{n}行的职务不对。").format(n=number))
    return Chosen(place=PLACES[place], name=name, account=account_of(username))


def account_of(username: str) -> Account | None:
    """Answer an account by its name. Raises ValidationError for one that nobody has."""
    if not username:
        return None
    found = find_account(username)
    if found is None:
        raise forms.ValidationError(gettext("没有用户名“{name}”。").format(name=username))
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
    """One of the things that a side has not ticked yet."""

    side = ""
    item = forms.ModelChoiceField(Item.objects.none(), label=_("哪一项"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        items = Item.objects.filter(**{f"{self.side}__isnull": True}, election=self.election).order_by("pk")
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class GiveForm(TickForm):
    side = "given_at"


class TakeForm(TickForm):
    side = "taken_at"


class SignForm(Form):
    name = forms.CharField(label=_("姓名"), max_length=60)
    paper = forms.BooleanField(label=_("这是书面联名，由我代为录入"), required=False)


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
        label=_("有权联名的总人数"),
        min_value=1,
        help_text=_("全村（社区）有选举权的人数、户代表人数或者代表人数。"),
    )
    name = forms.CharField(label=_("您的姓名"), max_length=60)

    def __init__(self, *args: Any, seats: Iterable[Seat], law: Body, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["seat"].queryset = seats  # type: ignore[attr-defined]
        who = [("voters", _("有选举权的村（居）民")), ("representatives", _("村（居）民代表"))]
        who += [("households", _("户的代表"))] if law is Body.RESIDENTS else []
        self.fields["asked_by"].choices = who  # type: ignore[attr-defined]
