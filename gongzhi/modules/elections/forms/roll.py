"""The roll: who registers, who is entered, corrections, proxies."""

from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.forms import FilesField, ManyFiles
from gongzhi.modules.elections.services import Registrant

from .base import Form, day, lines, long

YES = ("是", "yes", "1")


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
        help_text=_(
            "姓名 出生日期 小组 门牌号 户籍在本地（是或否） 居住起始日，用空格或逗号隔开；从表格粘贴也可以。"
        ),
    )

    def clean_rows(self) -> list[Registrant]:
        return [_registrant(cells, n) for n, cells in enumerate(lines(self.cleaned_data["rows"]), 1)]


def _registrant(cells: list[str], number: int) -> Registrant:
    name, born, group, household, here, since = [*cells, *[""] * 6][:6]
    return Registrant(
        name=name,
        born=_birthday(born, number),
        group=group,
        household=household,
        household_here=here in YES or not here,
        lives_since=_birthday(since or born, number),
        asks=True,
    )


class VotersForm(Form):
    """Who votes for a household, or as a representative of the new term."""

    people = long(
        _("户代表或者居民代表（一行一人）"),
        100_000,
        rows=8,
        help_text=_("姓名；有重名的再写出生日期。再次登记会替换原来的代表。"),
    )
    reason = forms.CharField(
        label=_("更正的理由"),
        required=False,
        max_length=400,
        help_text=_("名单公布以后更正的，请写明，会公开。"),
    )

    def clean_people(self) -> list[tuple[str, date | None]]:
        return [
            (name, _birthday(born, n) if born else None)
            for n, (name, born, *_more) in enumerate(
                ([*cells, ""] for cells in lines(self.cleaned_data["people"])), 1
            )
        ]


def _birthday(text: str, number: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        why = gettext("第{n}行的日期不对，请写成 1980-05-01。").format(n=number)
        raise forms.ValidationError(why) from None


class CorrectForm(Form):
    """Add somebody to the published roll, or take a number off it."""

    remove = forms.IntegerField(label=_("删除名单上的第几号"), required=False, min_value=1)
    row = forms.CharField(
        label=_("或者增加一人"),
        required=False,
        max_length=200,
        help_text=_("姓名 出生日期 小组 门牌号 户籍在本地 居住起始日"),
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
