"""What is asked of whoever calls and runs a meeting: shape of input, nothing more."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.forms import FilesField, ManyFiles
from gongzhi.kernel.matters.models import Attendee, Vote

MOST_PEOPLE = 2_000_000
PLAIN: dict[str, Any] = {"label_suffix": ""}


class CallForm(forms.Form):
    """A notice of meeting. `rules`: (key, title) of those that may be chosen; `counted`: an assembly of everybody."""

    rule = forms.ChoiceField(label=_("开哪一种会"))
    starts_at = forms.DateTimeField(
        label=_("开会时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("开会地点"), max_length=120)
    motion = forms.CharField(
        label=_("提请表决的事项"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 400}),
        help_text=_("写成可以回答“同意、反对、弃权”的一句话。"),
    )
    members = forms.IntegerField(
        label=_("应到人数（或户数）"),
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=_("按名册填写：十八周岁以上的人数，或者全部户数。法定人数由它算出。"),
    )
    secret = forms.BooleanField(label=_("无记名投票，由监票人计票"), required=False)
    urgent = forms.CharField(
        label=_("临时通知的特殊情况"),
        max_length=200,
        required=False,
        help_text=_("村（居）民会议应当提前十日通知；遇有特殊情况临时通知的，请写明情况。"),
    )

    def __init__(self, *args: Any, rules: list[tuple[str, str]], counted: bool, **more: Any) -> None:
        super().__init__(*args, **{**PLAIN, **more})
        self.fields["rule"].choices = rules  # type: ignore[attr-defined]
        if not counted:
            del self.fields["members"], self.fields["urgent"]
        else:
            del self.fields["secret"]


class SheetForm(forms.Form):
    """Who came by the paper sheet; of an assembly, how many."""

    attendees = forms.ModelMultipleChoiceField(
        Attendee.objects.none(),
        label=_("在签到表上签名的"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    counted = forms.IntegerField(
        label=_("签到表上的人数（或户数）"),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        help_text=_("不含已经扫码签到的人。"),
    )
    sheet = FilesField(label=_("签到表照片"), widget=ManyFiles)

    def __init__(self, *args: Any, meeting: Any, **more: Any) -> None:
        super().__init__(*args, **{**PLAIN, **more})
        waiting = meeting.attendees.filter(signed_at__isnull=True).order_by("pk")
        self.fields["attendees"].queryset = waiting  # type: ignore[attr-defined]
        del self.fields["attendees" if meeting.by_count else "counted"]


class CountForm(forms.Form):
    yes = forms.IntegerField(label=_("同意"), min_value=0, max_value=MOST_PEOPLE)
    no = forms.IntegerField(label=_("反对"), min_value=0, max_value=MOST_PEOPLE)
    abstain = forms.IntegerField(label=_("弃权"), min_value=0, max_value=MOST_PEOPLE)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{**PLAIN, **more})


class VoteForForm(forms.Form):
    """The vote of somebody without a phone."""

    attendee = forms.ModelChoiceField(Attendee.objects.none(), label=_("谁"), empty_label=_("请选择"))
    choice = forms.ChoiceField(label=_("表决"), choices=Vote.Choice.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, meeting: Any, **more: Any) -> None:
        super().__init__(*args, **{**PLAIN, **more})
        came = meeting.attendees.filter(signed_at__isnull=False).order_by("pk")
        self.fields["attendee"].queryset = came  # type: ignore[attr-defined]


class SpeechForm(forms.Form):
    speaker = forms.CharField(label=_("发言人"), max_length=60)
    text = forms.CharField(label=_("发言要点"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{**PLAIN, **more})


class ConcludeForm(forms.Form):
    minutes = forms.CharField(
        label=_("会议记录"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("议程、主要意见、决定。到会人数和票数由系统填写，不必重复。"),
    )
    papers = FilesField(label=_("会议照片、纪要扫描件"), widget=ManyFiles, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{**PLAIN, **more})


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{**PLAIN, **more})


class MoveForm(forms.Form):
    """Another time, or another place."""

    starts_at = forms.DateTimeField(
        label=_("改到什么时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("通知的期限从现在重新计算。"),
    )
    place = forms.CharField(label=_("开会地点"), max_length=120)
    reason = forms.CharField(label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{**PLAIN, **more})
