"""What forms say when they refuse, in plain words of our own."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils import translation

from gongzhi.kernel.matters.forms import FilesField, ManyFiles


def said(field: forms.Field, given: object) -> str:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(given)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        (forms.CharField(), "", "请填写这一项。"),
        (forms.CharField(max_length=60), "字" * 72, "最多60个字，您写了72个字。"),
        (forms.CharField(min_length=10), "太短", "至少10个字，您写了2个字。请再写详细一些。"),
        (forms.ChoiceField(choices=[("a", "甲")]), "", "请选择一项。"),
        (forms.ChoiceField(choices=[("a", "甲")]), "b", "没有这个选项，请重新选择。"),
        (forms.MultipleChoiceField(choices=[("a", "甲")]), [], "请至少选择一项。"),
        (forms.BooleanField(), False, "请勾选这一项。"),
        (forms.IntegerField(), "十二", "请填写整数，例如 12。"),
        (forms.IntegerField(max_value=5), "6", "不能大于5。"),
        (forms.IntegerField(min_value=1), "0", "不能小于1。"),
        (forms.DecimalField(decimal_places=2), "1.234", "小数点后最多2位。"),
        (forms.DateField(), "明天", "请填写日期，例如 2026-03-01。"),
        (forms.DateTimeField(), "明天", "请填写日期和时间，例如 2026-03-01 14:30。"),
        (forms.FileField(), None, "请选择文件。"),
        (forms.FileField(), SimpleUploadedFile("空.txt", b""), "这个文件是空的，请换一个。"),
    ],
)
def test_a_form_says_plainly_what_is_wrong(field: forms.Field, given: object, words: str) -> None:
    assert said(field, given) == words


def test_a_form_says_so_in_english_too() -> None:
    with translation.override("en"):
        assert said(forms.CharField(), "") == "Please fill this in."
        assert said(forms.CharField(max_length=1), "ab") == "At most 1 character; you wrote 2."
        assert said(forms.CharField(max_length=2), "abc") == "At most 2 characters; you wrote 3."


class Report(forms.Form):
    text = forms.CharField()
    photos = FilesField(label="照片", required=False, widget=ManyFiles)


AGAIN = "文件没有保留，请重新选择"


def drawn(form: Report) -> str:
    return render_to_string("_field.html", {"field": form["photos"]})


def test_a_chosen_file_that_was_not_kept_is_asked_for_again_beside_its_field() -> None:
    file = SimpleUploadedFile("楼道.txt", "堆物".encode())
    assert AGAIN in drawn(Report({"text": ""}, {"photos": file}))


def test_no_file_is_asked_for_again_where_none_was_chosen_or_all_is_well() -> None:
    file = SimpleUploadedFile("楼道.txt", "堆物".encode())
    assert AGAIN not in drawn(Report())
    assert AGAIN not in drawn(Report({"text": ""}, {}))
    assert AGAIN not in drawn(Report({"text": "有人"}, {"photos": file}))
