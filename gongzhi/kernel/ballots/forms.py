"""What is asked of whoever runs a poll: shape of input, nothing more."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ballots.models import NamedVote, Poll, Station
from gongzhi.kernel.matters.forms import FilesField, ManyFiles
from gongzhi.kernel.people.models import Account

MOST = 10_000_000
BIGGEST = 40_000_000  # bytes of a file of credentials: some 50,000 voters in the larger group
MARKS = 4_000_000  # bytes of a station's file: some 50,000 marks


class PollForm(forms.Form):
    """A form about one poll."""

    def __init__(self, *args: Any, poll: Poll, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        self.poll = poll


class AppointForm(PollForm):
    holders = forms.CharField(
        label=_("密钥持有人"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("每行一位：登录名，职务。例如：supervisor，监票人。至少两位，互不隶属。"),
    )
    threshold = forms.IntegerField(
        label=_("开票所需人数"),
        min_value=0,
        max_value=100,
        initial=0,
        help_text=_(
            "填0：须全体到场，各自生成密钥。填2以上：各位在“我的密钥”页分三步共同生成，到场这么多位就能开票。"
        ),
    )

    def clean_holders(self) -> list[tuple[str, str, Any]]:
        rows = [
            line.replace("，", ",").split(",")
            for line in self.cleaned_data["holders"].splitlines()
            if line.strip()
        ]
        found = {a.username: a for a in Account.objects.filter(username__in=[row[0].strip() for row in rows])}
        made = []
        for row in rows:
            account = found.get(row[0].strip())
            if account is None or len(row) != 2 or not row[1].strip():
                raise forms.ValidationError(
                    _("“%(line)s”：没有这个登录名，或者没有写职务。"), params={"line": ",".join(row)[:60]}
                )
            made.append((account.name, row[1].strip(), account.pk))
        return made


class TextFileForm(PollForm):
    """One file of text. Subclasses say which."""

    file = forms.FileField(label=_("文件"))
    biggest = BIGGEST

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > self.biggest:
            raise forms.ValidationError(
                _("文件太大，没有收下：最多%(n)sMB。"), params={"n": self.biggest // 1_000_000}
            )
        try:
            return str(file.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("这不是文本文件，没有收下。")) from None


class MarksForm(TextFileForm):
    biggest = MARKS


class StationForm(PollForm):
    kind = forms.ChoiceField(label=_("类别"), choices=Station.Kind.choices)
    name = forms.CharField(label=_("名称"), max_length=60)


class AtStationForm(PollForm):
    station = forms.ModelChoiceField(Station.objects.none(), label=_("投票站"), empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["station"].queryset = self.poll.stations.order_by("pk")  # type: ignore[attr-defined]


class StrikeForm(AtStationForm):
    number = forms.IntegerField(label=_("名册号"), min_value=1, max_value=MOST)
    agent = forms.IntegerField(
        label=_("受托人的名册号"),
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=_("持书面委托代为投票时填写；每人接受委托不超过三人。"),
    )


class AnswersForm(PollForm):
    """The answers to the poll's questions, by name."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for n, question in enumerate(self.poll.questions):
            several = question["max"] > 1
            rows = [(str(place), answer) for place, answer in enumerate(question["answers"])]
            if question["blank"] and not several:
                rows.append(("blank", _("弃权")))
            kind = forms.MultipleChoiceField if several else forms.ChoiceField
            self.fields[f"q{n}"] = kind(
                label=question["question"],
                choices=rows,
                required=not (several and question["blank"]),
                widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
                help_text=_("最多选%(n)s项；一项不选即弃权。") % {"n": question["max"]} if several else "",
            )

    @property
    def answers(self) -> list[list[int]]:
        rows = []
        for n, question in enumerate(self.poll.questions):
            said = self.cleaned_data[f"q{n}"]
            chosen = said if isinstance(said, list) else [said]
            rows.append([int(str(place) in chosen) for place in range(len(question["answers"]))])
        return rows


class EnterForm(AnswersForm):
    number = forms.IntegerField(label=_("名册号"), min_value=1, max_value=MOST)
    means = forms.ChoiceField(
        label=_("方式"),
        choices=[c for c in NamedVote.Means.choices if c[0] != NamedVote.Means.SCREEN],
    )
    photo = FilesField(label=_("签名的表决票照片"), widget=ManyFiles)
    field_order = ("number", "means")


class DisputeForm(PollForm):
    number = forms.IntegerField(label=_("名册号"), min_value=1, max_value=MOST)
    reason = forms.CharField(
        label=_("哪里登记错了（公开）"),
        max_length=400,
        help_text=_("提出以后须由另一人核对照片并同意，这张登记才不计；本人可以重新表决。"),
    )


class AgreeForm(PollForm):
    disputed = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)


class SheetForm(AtStationForm):
    issued = forms.IntegerField(label=_("发出选票"), min_value=0, max_value=MOST)
    returned = forms.IntegerField(label=_("收回选票"), min_value=0, max_value=MOST)
    invalid = forms.IntegerField(label=_("废票"), min_value=0, max_value=MOST)
    tellers = forms.CharField(label=_("监票人、唱票人、计票人"), max_length=200)
    reason = forms.CharField(label=_("更正理由（更正时填写）"), max_length=400, required=False)
    photo = FilesField(label=_("签名的计票单照片"), widget=ManyFiles)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for n, question in enumerate(self.poll.questions):
            labels = [*question["answers"], _("空白（弃权）")]
            for place, label in enumerate(labels):
                self.fields[f"q{n}_{place}"] = forms.IntegerField(
                    label=f"{question['question']}：{label}", min_value=0, max_value=MOST, initial=0
                )
        self.order_fields(["station", "issued", "returned", "invalid", *self.fields])

    @property
    def counted(self) -> tuple[list[list[int]], list[int]]:
        """Answer the votes of each answer, and the blank ones, as the questions go."""
        counts, blank = [], []
        for n, question in enumerate(self.poll.questions):
            *row, empty = [
                self.cleaned_data[f"q{n}_{place}"] for place in range(len(question["answers"]) + 1)
            ]
            counts.append(row)
            blank.append(empty)
        return counts, blank


class SettleForm(PollForm):
    number = forms.IntegerField(widget=forms.HiddenInput)
    keep = forms.CharField(widget=forms.HiddenInput, max_length=20)
    reason = forms.CharField(label=_("处理理由（公开）"), max_length=400)
