"""What is asked of whoever brings a topic in, and of the party organisation that proposes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.forms import FilesField, ManyFiles, MatterField
from gongzhi.kernel.matters.models import Kind
from gongzhi.kernel.people.actor import Actor

from .selectors import four_of, kinds_of, talk_of
from .vocabulary import Source


def long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TopicForm(forms.Form):
    """A topic in `area`. An office says where it comes from; a resident need not."""

    title = forms.CharField(
        label=_("想商量什么事"), min_length=4, max_length=60, help_text=_("例如：3号楼加装电梯")
    )
    text = forms.CharField(
        label=_("情况和您的想法"),
        help_text=_("议题会公开，请不要写身份证号、电话等个人信息。不公开您的姓名。"),
        min_length=10,
        max_length=4000,
        widget=long(6),
    )
    kind = forms.ModelChoiceField(Kind.objects.none(), label=_("哪一类"), empty_label=_("请选择"))
    source = forms.ChoiceField(
        label=_("由谁提出"),
        choices=[(s.value, s.label) for s in Source if s is not Source.RESIDENT],
        widget=forms.RadioSelect,
    )
    origin = MatterField(
        label=_("来自哪件事项（编号）"),
        help_text=_("由群众诉求或物业矛盾转来的，填17位编号。"),
        required=False,
        max_length=30,
    )
    photos = FilesField(label=_("照片或文件"), required=False, widget=ManyFiles)

    def __init__(self, *args: Any, area: str, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        self.fields["kind"].queryset = kinds_of(talk_of(area))  # type: ignore[attr-defined]
        self.fields["origin"].actor = actor  # type: ignore[attr-defined]
        if not actor.reads(area):
            del self.fields["source"], self.fields["origin"]


class ProposalForm(forms.Form):
    """A proposal of the party organisation in `area`."""

    title = forms.CharField(
        label=_("提议事项"), min_length=4, max_length=60, help_text=_("例如：修建五组机耕道")
    )
    kind = forms.ModelChoiceField(
        Kind.objects.none(),
        label=_("属于哪一类"),
        help_text=_("法律规定由村（居）民会议或者代表会议讨论决定的事项。"),
        empty_label=_("请选择"),
    )
    text = forms.CharField(
        label=_("提议内容"),
        help_text=_("写清要做什么、为什么、要多少钱、钱从哪里来。内容会公开。"),
        min_length=10,
        max_length=8000,
        widget=long(8),
    )
    photos = FilesField(label=_("方案或图纸"), required=False, widget=ManyFiles)

    def __init__(self, *args: Any, area: str, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        self.fields["kind"].queryset = kinds_of(four_of(area))  # type: ignore[attr-defined]
