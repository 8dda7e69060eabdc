"""What is asked of somebody who registers a body or fills a seat. The fields are named as in the services."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.models import Organisation, Post, Seat
from gongzhi.lib.identity import credit_code

from .selectors import open_seats
from .vocabulary import REGISTERED

REASON = _("会记入记录，请写明白。")
ENDS = _("从这一天起不再担任；不填就一直有效。")


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )


class RegisterForm(forms.Form):
    """`areas`: where a body may be registered, as pairs of code and name."""

    kind = forms.ChoiceField(label=_("组织类别"), choices=[(k.value, k.label) for k in REGISTERED])
    name = forms.CharField(label=_("名称"), max_length=120)
    area = forms.ChoiceField(label=_("所在区域"))
    credit = forms.CharField(
        label=_("统一社会信用代码"), help_text=_("18位，没有就不填"), required=False, max_length=30
    )
    since = day(_("成立日期"))

    def __init__(self, data: Any = None, *, areas: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]

    def clean_credit(self) -> str:
        given = self.cleaned_data["credit"]
        try:
            return credit_code(given) if given else ""
        except ValueError as why:
            raise ValidationError(_now(str(why))) from why


class BodyForm(forms.Form):
    """A form about `body`, shown on the day `on`."""

    def __init__(self, data: Any = None, *, body: Organisation, on: date, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)
        for name in ("since", "on"):
            if name in self.fields:
                self.fields[name].initial = on


class PostForm(BodyForm):
    title = forms.CharField(label=_("职务名称"), help_text=_("例如：主任、副书记、委员"), max_length=60)
    seats = forms.IntegerField(
        label=_("席位"), help_text=_("同时最多几人担任"), initial=1, min_value=1, max_value=99
    )


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Post) -> str:
        return obj.title


class SeatForm(BodyForm):
    post = PostField(Post.objects.none(), label=_("职务"), empty_label=None)
    holder = forms.CharField(label=_("姓名"), max_length=60, required=False)
    account = forms.CharField(
        label=_("账号或手机号"),
        help_text=_("对方有账号就填上，这样才能准确算出谁身兼两职。姓名和账号至少填一项。"),
        max_length=60,
        required=False,
    )
    since = day(_("任期开始"))
    until = day(_("任期结束"), help_text=ENDS, required=False)

    def __init__(self, data: Any = None, *, body: Organisation, on: date, **more: Any) -> None:
        super().__init__(data, body=body, on=on, **more)
        self.fields["post"].queryset = body.posts.order_by("pk")  # type: ignore[attr-defined]


class SeatField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Seat) -> str:
        return f"{obj.post.title} {obj.holder}"


class UnseatForm(BodyForm):
    held = SeatField(Seat.objects.none(), label=_("谁的哪个职务"), empty_label=None)
    on = day(_("从哪天起不再担任"))
    reason = forms.CharField(label=_("原因"), help_text=REASON, max_length=200)

    def __init__(self, data: Any = None, *, body: Organisation, on: date, **more: Any) -> None:
        super().__init__(data, body=body, on=on, **more)
        self.fields["held"].queryset = open_seats(body, on=on)  # type: ignore[attr-defined]
