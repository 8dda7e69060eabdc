"""What the forms of an election share."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.modules.elections.models import Candidate, Election
from gongzhi.modules.elections.vocabulary import LIVE, Stage

BIRTHDAY = {"type": "date"}


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs=BIRTHDAY)
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def long(
    label: Any, most: int, *, rows: int = 4, help_text: Any = "", required: bool = True
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=most, widget=widget, help_text=help_text, required=required
    )


class Form(forms.Form):
    """A form about one election."""

    def __init__(self, *args: Any, election: Election | None = None, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        self.election = election

    def candidates(self, *stages: Stage) -> None:
        found = Candidate.objects.filter(election=self.election, stage__in=stages or LIVE).order_by("pk")
        self.fields["candidate"].queryset = found  # type: ignore[attr-defined]


def candidate(label: Any = None) -> forms.Field:
    label = label or _("哪一位")
    return forms.ModelChoiceField(Candidate.objects.none(), label=label, empty_label=_("请选择"))


def lines(text: str) -> list[list[str]]:
    """Answer the cells of pasted rows: parted by tabs, commas or spaces."""
    return [re.split(r"[\t,，、 ]+", row.strip()) for row in text.splitlines() if row.strip()]


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d{1,7}", text))


class NothingForm(Form):
    """Only a button."""
