"""What is asked of somebody who changes a grid. The names of the fields are those of the services."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.people.models import Mandate
from gongzhi.lib.codes import ancestors

from .models import Posting
from .selectors import sent_to, workers_in
from .vocabulary import Sent

REASON = _("会记入记录，请写明白。")
ENDS = _("从这一天起不再有效；不填就一直有效。")


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )


class GridForm(forms.Form):
    """A form about `grid`, shown on the day `on`."""

    def __init__(self, data: Any = None, *, grid: str, on: date, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)
        for name in ("since", "on"):
            if name in self.fields:
                self.fields[name].initial = on


class NameForm(GridForm):
    name = forms.CharField(label=_("网格名称"), help_text=_("例如：第二网格、沿江网格"), max_length=60)


class CloseForm(GridForm):
    reason = forms.CharField(label=_("撤销原因"), help_text=REASON, max_length=200)


class AppointForm(GridForm):
    who = forms.CharField(
        label=_("账号或手机号"), help_text=_("对方须已有账号，手机号须验证过。"), max_length=60
    )
    since = day(_("任期开始"))
    until = day(_("任期结束"), help_text=ENDS, required=False)


class WorkerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Mandate) -> str:
        return obj.account.name


class DismissForm(GridForm):
    mandate = WorkerField(Mandate.objects.none(), label=_("网格员"), empty_label=None)
    on = day(_("从哪天起不再担任"))
    reason = forms.CharField(label=_("原因"), help_text=REASON, max_length=200)

    def __init__(self, data: Any = None, *, grid: str, on: date, **more: Any) -> None:
        super().__init__(data, grid=grid, on=on, **more)
        self.fields["mandate"].queryset = workers_in(grid, on=on)  # type: ignore[attr-defined]


class SendForm(GridForm):
    kind = forms.ChoiceField(label=_("哪一类"), choices=Sent.choices)
    what = forms.CharField(
        label=_("谁或者什么"), help_text=_("例如：家庭医生团队、应急物资箱一套"), max_length=80
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("由哪个单位下沉"), required=False, empty_label=_("请选择")
    )
    since = day(_("从哪天起"))
    until = day(_("到哪天止"), help_text=ENDS, required=False)
    note = forms.CharField(
        label=_("说明"), help_text=_("例如：每周三上午在居委会"), max_length=200, required=False
    )

    def __init__(self, data: Any = None, *, grid: str, on: date, **more: Any) -> None:
        super().__init__(data, grid=grid, on=on, **more)
        above = Organisation.objects.filter(in_force(on), area_code__in=[grid, *ancestors(grid)])
        self.fields["organisation"].queryset = above.order_by("-area_code", "code")  # type: ignore[attr-defined]


class WithdrawForm(GridForm):
    posting = forms.ModelChoiceField(Posting.objects.none(), label=_("哪一项"), empty_label=None)
    on = day(_("从哪天起撤回"))
    reason = forms.CharField(label=_("原因"), help_text=REASON, max_length=200)

    def __init__(self, data: Any = None, *, grid: str, on: date, **more: Any) -> None:
        super().__init__(data, grid=grid, on=on, **more)
        self.fields["posting"].queryset = sent_to(grid, on=on)  # type: ignore[attr-defined]
