"""A step's fields as a Django form: shape of input, nothing more."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.selectors import assignable
from gongzhi.kernel.matters.declarations import Field, Step, Widget
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services.files import Upload
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.numbering import tidy_number

MOST_FILES = 6
LEAF = r"^.{6}$"
STARS = [(5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意"))]


class ManyFiles(forms.ClearableFileInput):
    """Shows what was chosen (frontend/script/files.js). No `capture`: it would bar phones from their albums."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/*,.pdf,.doc,.docx,.xlsx", "data-preview": True})


class FilesField(forms.FileField):
    """Several files at once; answers a list."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        given: Sequence[Upload] = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            super().clean(None, initial)
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("一次最多%(n)s个文件，请删去几个。"), params={"n": MOST_FILES})
        return [super(FilesField, self).clean(file, initial) for file in given]


class MatterField(forms.CharField):
    """A matter by its number, within what the actor may read."""

    actor = Actor()

    def clean(self, value: Any) -> Any:
        number = tidy_number(super().clean(value))
        matter = Matter.objects.filter(number=number).first()
        if matter is None or not self.actor.reads(matter.area_code):
            raise forms.ValidationError(
                _("没有找到编号为“%(number)s”的事项，请核对。"), params={"number": number}
            )
        return matter


def step_form(
    step: Step, matter: Matter, actor: Actor, *, on: date, data: Any = None, files: Any = None
) -> forms.Form:
    """Answer the form of a step, bound when `data` is given. Field names are the step's own."""
    form = forms.Form(data, files, prefix=step.key, label_suffix="")
    bodies = assignable(area_code=matter.area_code, by=matter.responsible, on=on)
    kinds = Kind.objects.filter(procedure=matter.procedure, retired_on=None, code__regex=LEAF).order_by(
        "code"
    )
    for field in step.hands_in:
        form.fields[field.name] = _made(field, bodies, kinds, actor)
    return form


def _made(field: Field, bodies: Any, kinds: Any, actor: Actor) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": field.required, "help_text": field.help}
    match field.widget:
        case Widget.LINE:
            return forms.CharField(max_length=field.most, **common)
        case Widget.LONG:
            return forms.CharField(
                max_length=field.most,
                widget=forms.Textarea(attrs={"rows": 4, "maxlength": field.most}),
                **common,
            )
        case Widget.NUMBER:
            return forms.IntegerField(min_value=1, max_value=field.most, **common)
        case Widget.TICK:
            return forms.BooleanField(**common)
        case Widget.MOMENT:
            picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            return forms.DateTimeField(widget=picker, **common)
        case Widget.FILES:
            return FilesField(widget=ManyFiles, **common)
        case _:
            return _chosen(field, bodies, kinds, actor, common)


def _chosen(field: Field, bodies: Any, kinds: Any, actor: Actor, common: dict[str, Any]) -> forms.Field:
    match field.widget:
        case Widget.CHOICE:
            return forms.ChoiceField(choices=field.choices, **common)
        case Widget.STARS:
            return forms.TypedChoiceField(coerce=int, choices=STARS, widget=forms.RadioSelect, **common)
        case Widget.KIND:
            return forms.ModelChoiceField(kinds, empty_label=_("请选择"), **common)
        case Widget.BODY:
            return forms.ModelChoiceField(bodies, empty_label=_("请选择"), **common)
        case Widget.BODIES:
            return forms.ModelMultipleChoiceField(bodies, widget=forms.CheckboxSelectMultiple, **common)
        case _:
            made = MatterField(max_length=24, **common)
            made.actor = actor
            return made
