"""Forms made from a register's declaration; values are read by the same rules as those of a table."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.canonical import Json

from .models import Row
from .procedures import parse, written
from .vocabulary import HUNDREDTHS, Field, Register, Type

LARGEST_FILE = 20 * 1024 * 1024
WHY = _("会记入记录，请写明白。")


class Declared(forms.CharField):
    """One field of a register, with the widget that fits how it is written."""

    def __init__(self, field: Field) -> None:
        self.declared = field
        super().__init__(
            label=str(field.label), help_text=str(field.help), required=field.required, widget=_widget(field)
        )

    def clean(self, value: Any) -> Json:
        try:
            return parse(self.declared, str(value or ""))
        except ValueError as why:
            raise forms.ValidationError(str(why)) from why


def _widget(field: Field) -> forms.Widget:
    if field.type is Type.CHOICE:
        return forms.Select(choices=[("", _("请选择")), *field.choices])
    if field.type is Type.BOOL:
        return forms.Select(choices=[("", _("请选择")), ("是", _("是")), ("否", _("否"))])
    if field.type is Type.NOTE:
        return forms.Textarea(attrs={"rows": 3})
    if field.type is Type.DATE:
        return _Day()
    if field.type is Type.TEXT:
        return forms.TextInput()
    return forms.TextInput(attrs={"inputmode": "decimal" if field.type in HUNDREDTHS else "numeric"})


class _Day(forms.DateInput):
    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})


class RegisterForm(forms.Form):
    """A form about a register. `values`: what was handed in for its fields."""

    def __init__(self, data: Any = None, *, register: Register, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)
        self.register = register

    def declare(self) -> None:
        if self.register.name:
            self.fields["name"] = forms.CharField(label=str(self.register.name), max_length=120)
        for field in self.register.fields:
            self.fields[field.key] = Declared(field)

    @property
    def values(self) -> dict[str, Any]:
        return {field.key: self.cleaned_data[field.key] for field in self.register.fields}


class EnterForm(RegisterForm):
    """`areas`: where the row may lie, if there is a choice."""

    def __init__(
        self, data: Any = None, *, register: Register, areas: list[tuple[str, str]], on: date, **more: Any
    ) -> None:
        super().__init__(data, register=register, **more)
        if len(areas) > 1:
            self.fields["area"] = forms.ChoiceField(label=_("区域"), choices=areas)
        self.declare()
        label = _("日期") if register.event else _("从哪天起")
        self.fields["since"] = forms.DateField(label=label, widget=_Day(), initial=on)


class ChangeForm(RegisterForm):
    def __init__(self, data: Any = None, *, row: Row, register: Register, **more: Any) -> None:
        super().__init__(data, register=register, initial=_written(row, register), **more)
        self.declare()
        self.fields["on"] = forms.DateField(
            label=_("新内容从哪天起有效"),
            help_text=_("原来登记错了的，不改这个日期；情况后来变了的，写变的那天。"),
            widget=_Day(),
            initial=row.as_of,
        )
        self.fields["reason"] = forms.CharField(label=_("原因"), help_text=WHY, max_length=200)


def _written(row: Row, register: Register) -> Mapping[str, str]:
    """Choices show by their key, the rest as it is written."""
    values = {
        f.key: row.values.get(f.key) if f.type is Type.CHOICE else written(f, row.values.get(f.key))
        for f in register.fields
    }
    return {"name": row.name, **values}


class EndForm(RegisterForm):
    def __init__(self, data: Any = None, *, row: Row, register: Register, on: date, **more: Any) -> None:
        super().__init__(data, register=register, **more)
        self.fields["on"] = forms.DateField(label=_("从哪天起终止"), widget=_Day(), initial=on)
        self.fields["reason"] = forms.CharField(
            label=_("原因"), help_text=_("例如：解聘、撤销、迁出。"), max_length=200
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), help_text=WHY, max_length=200)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)


class TableForm(forms.Form):
    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("CSV 或者 XLSX，不超过20 MB、两万行。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("文件超过20 MB，没有读入。"))
        return file
