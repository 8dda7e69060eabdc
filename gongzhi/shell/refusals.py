"""What a form says when something is missing or too long, in our words, for every form of the house.

Django keeps these sentences in its classes; they are replaced there once, when the shell starts.
"""

from typing import Any

from django import forms
from django.core import validators
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

Text = str | Promise

NOT_OFFERED = _("没有这个选项，请重新选择。")
FIELDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("请填写这一项。")},
    forms.BooleanField: {"required": _("请勾选这一项。")},
    forms.ChoiceField: {"required": _("请选择一项。"), "invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {"required": _("请至少选择一项。"), "invalid_choice": NOT_OFFERED},
    forms.ModelChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.ModelMultipleChoiceField: {
        "required": _("请至少选择一项。"),
        "invalid_choice": NOT_OFFERED,
        "invalid_pk_value": NOT_OFFERED,
    },
    forms.IntegerField: {"invalid": _("请填写整数，例如 12。")},
    forms.FloatField: {"invalid": _("请填写数字，例如 12.5。")},
    forms.DecimalField: {"invalid": _("请填写数字，例如 12.5。")},
    forms.DateField: {"invalid": _("请填写日期，例如 2026-03-01。")},
    forms.TimeField: {"invalid": _("请填写时间，例如 14:30。")},
    forms.DateTimeField: {"invalid": _("请填写日期和时间，例如 2026-03-01 14:30。")},
    forms.FileField: {
        "required": _("请选择文件。"),
        "invalid": _("没有收到文件，请重新选择。"),
        "missing": _("没有收到文件，请重新选择。"),
        "empty": _("这个文件是空的，请换一个。"),
    },
}
AT_MOST = _("不能大于%(limit_value)s。")
AT_LEAST = _("不能小于%(limit_value)s。")
VALIDATORS: dict[type, Text] = {
    validators.RegexValidator: _("格式不对，请核对。"),
    validators.MaxValueValidator: AT_MOST,
    validators.MinValueValidator: AT_LEAST,
    validators.StepValueValidator: _("须是%(limit_value)s的倍数。"),
    validators.MaxLengthValidator: ngettext_lazy(
        "最多%(limit_value)d个字，您写了%(show_value)d个字。",
        "最多%(limit_value)d个字，您写了%(show_value)d个字。",
        "limit_value",
    ),
    validators.MinLengthValidator: ngettext_lazy(
        "至少%(limit_value)d个字，您写了%(show_value)d个字。请再写详细一些。",
        "至少%(limit_value)d个字，您写了%(show_value)d个字。请再写详细一些。",
        "limit_value",
    ),
    validators.ProhibitNullCharactersValidator: _("里面有不能显示的字符，请删去。"),
}
NUMBERS: dict[str, Any] = {
    "invalid": _("请填写数字，例如 12.5。"),
    "max_digits": ngettext_lazy("最多%(max)s位数字。", "最多%(max)s位数字。", "max"),
    "max_decimal_places": ngettext_lazy("小数点后最多%(max)s位。", "小数点后最多%(max)s位。", "max"),
    "max_whole_digits": ngettext_lazy("小数点前最多%(max)s位。", "小数点前最多%(max)s位。", "max"),
}


def in_our_words() -> None:
    """Replace Django's sentences, of its fields and of its validators."""
    for field, words in FIELDS.items():
        own: dict[str, Any] = vars(field).get("default_error_messages", {})
        field.default_error_messages = {**own, **words}
    for validator, message in VALIDATORS.items():
        validator.message = message  # type: ignore[attr-defined]
    validators.DecimalValidator.messages = NUMBERS
