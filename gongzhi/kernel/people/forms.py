"""Fields for numbers of persons, and what a resident is asked when signing up."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from gongzhi.kernel.people.models import Account
from gongzhi.lib.identity import identity_number, phone_number


class CheckedField(forms.CharField):
    """A text that `check` brings into its kept form, or refuses with a reason in Chinese."""

    check: Callable[[str], str]

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return type(self).check(text)
        except ValueError as error:
            raise ValidationError(gettext(str(error)), code="invalid") from None


class PhoneField(CheckedField):
    check = staticmethod(phone_number)
    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})


class IdentityField(CheckedField):
    check = staticmethod(identity_number)
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})


class SignUpForm(forms.Form):
    """Asked besides phone and password; allauth builds its own form upon this one."""

    name = forms.CharField(
        label=gettext_lazy("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["name", "phone", "password1"]

    def signup(self, request: HttpRequest, user: Account) -> None:
        """allauth calls this; the adapter has registered the account by then."""
