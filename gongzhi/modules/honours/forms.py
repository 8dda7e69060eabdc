"""What is asked of somebody who announces a round, nominates, reviews, strikes, revokes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import find_account

from .models import BEST, Category, Nomination
from .procedures.ranking import shared
from .services import Planned
from .vocabulary import DECLARED, Nominee

SORTS = (Nominee.ORGANISATION, Nominee.PERSON)
PUBLIC_REASON = _("会公开，请写明白。")


class Form(forms.Form):
    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("label_suffix", "")
        super().__init__(*args, **more)


def reason(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=PUBLIC_REASON, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class PlanForm(Form):
    """A round with two categories. Quotas that are left empty are shared by the number of communities."""

    title = forms.CharField(label=_("活动名称"), max_length=100)
    organisers = forms.CharField(label=_("主办单位"), max_length=200)
    basis = forms.CharField(
        label=_("批准依据"), help_text=_("批准开展这次评选表彰的机关和文号。"), max_length=200
    )
    conditions = forms.CharField(
        label=_("评选条件"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    nominate_until = forms.DateField(
        label=_("推荐截止日"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    organisation_name = forms.CharField(label=_("组织类名称"), max_length=60)
    organisation_places = forms.IntegerField(label=_("组织类名额"), min_value=1, max_value=1000)
    person_name = forms.CharField(label=_("个人类名称"), max_length=60)
    person_places = forms.IntegerField(label=_("个人类名额"), min_value=1, max_value=2000)
    spare = forms.IntegerField(
        label=_("差额推荐数"),
        help_text=_("每个区县每一类可以比名额多推荐几个，作为递补人选。"),
        min_value=0,
        max_value=20,
        initial=1,
    )
    quorum = forms.IntegerField(label=_("每个对象至少几人评分"), min_value=1, max_value=99, initial=5)
    drops_extremes = forms.BooleanField(label=_("计分时去掉一个最高分和一个最低分"), required=False)

    def __init__(self, *args: Any, communities: Mapping[str, tuple[str, int]], **more: Any) -> None:
        """`communities`: name and number of communities by district."""
        super().__init__(*args, **more)
        self.communities = communities
        for code, (name, _count) in communities.items():
            for sort in SORTS:
                label = _("{district}{sort}名额").format(district=name, sort=sort.label)
                field = forms.IntegerField(label=label, min_value=0, max_value=999, required=False)
                self.fields[f"{sort}_{code}"] = field

    def own(self) -> list[forms.BoundField]:
        """The fields above the table of quotas."""
        return [self[name] for name in self.fields if name.rpartition("_")[2] not in self.communities]

    def table(self) -> list[list[forms.BoundField]]:
        return [[self[f"{sort}_{code}"] for sort in SORTS] for code in self.communities]

    def categories(self) -> list[Planned]:
        given = self.cleaned_data
        weights = {code: count for code, (_name, count) in self.communities.items()}
        planned = []
        for sort in SORTS:
            places = given[f"{sort}_places"]
            typed = {code: given[f"{sort}_{code}"] for code in weights}
            written = {code: n or 0 for code, n in typed.items()}
            quotas = written if any(n is not None for n in typed.values()) else shared(places, weights)
            name = given[f"{sort}_name"]
            planned.append(Planned(name=name, nominee=sort, places=places, quotas=quotas))
        return planned


class AccountField(forms.CharField):
    """A username or verified phone; cleaned to the account."""

    def clean(self, value: Any) -> Account | None:
        text = super().clean(value)
        found = find_account(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("没有找到“{who}”这个在用的账号。").format(who=text))
        return found


class NominateForm(Form):
    """Nominate in one's own community; a person needs a name."""

    category = forms.ModelChoiceField(Category.objects.none(), label=_("类别"), empty_label=None)
    body = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("组织，或者个人所在的组织"), empty_label=_("请选择")
    )
    name = forms.CharField(
        label=_("个人姓名"), help_text=_("推荐组织时不填。"), max_length=60, required=False
    )
    post = forms.CharField(label=_("个人职务"), max_length=60, required=False)
    account = AccountField(
        label=_("个人的账号或手机号"),
        help_text=_("有账号的请填写，用来核对回避。不会公开。"),
        max_length=60,
        required=False,
    )
    deeds = forms.CharField(label=_("主要事迹"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    unrelated = forms.BooleanField(label=_("我与推荐对象没有近亲属关系"))

    def __init__(self, *args: Any, categories: Any, bodies: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class NomineeField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Nomination) -> str:
        return f"{obj.name} · {obj.category} · {obj.body}"


class ChooseForm(Form):
    """Endorse or recommend several."""

    nominations = NomineeField(
        Nomination.objects.none(), label=_("推荐对象"), widget=forms.CheckboxSelectMultiple
    )
    unrelated = forms.BooleanField(label=_("我与其中任何人都没有近亲属关系"))

    def __init__(self, *args: Any, nominations: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["nominations"].queryset = nominations  # type: ignore[attr-defined]


class OneField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Nomination) -> str:
        return f"{obj.name} · {obj.category} · {obj.body}"


class OneForm(Form):
    """Return or strike one nominee, with a reason."""

    nomination = OneField(Nomination.objects.none(), label=_("推荐对象"), empty_label=_("请选择"))
    reason = reason(_("理由"))

    def __init__(self, *args: Any, nominations: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["nomination"].queryset = nominations  # type: ignore[attr-defined]


class CorrectForm(OneForm):
    """Put the name or post of a person right."""

    name = forms.CharField(label=_("正确的姓名"), max_length=60)
    post = forms.CharField(label=_("正确的职务"), max_length=60, required=False)

    def __init__(self, *args: Any, nominations: Any, **more: Any) -> None:
        persons = nominations.filter(category__nominee=Nominee.PERSON)
        super().__init__(*args, nominations=persons, auto_id="right_%s", **more)


class AppointForm(Form):
    account = AccountField(label=_("评审人员的账号或手机号"), max_length=60)
    body = forms.CharField(
        label=_("所在单位的编号"), help_text=_("在“组织与职责”里可以查到。"), max_length=40
    )

    def clean_body(self) -> Organisation:
        found = Organisation.objects.filter(code=self.cleaned_data["body"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("没有这个编号的单位。"))
        return found


class RecuseForm(OneForm):
    ground = forms.ChoiceField(label=_("回避的理由"), choices=DECLARED)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["reason"]


class SheetForm(Form):
    """One mark for each nominee of a district whom the reviewer may judge."""

    def __init__(self, *args: Any, nominees: list[Nomination], **more: Any) -> None:
        super().__init__(*args, **more)
        for nominee in nominees:
            self.fields[str(nominee.pk)] = forms.IntegerField(
                label=f"{nominee.name} · {nominee.category}",
                min_value=0,
                max_value=BEST,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )


class RevokeForm(Form):
    reason = reason(_("撤销的理由"))
