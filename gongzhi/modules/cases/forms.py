"""What is asked of somebody who brings a case in: only what this kind, this place and this person need."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.forms import FilesField, ManyFiles
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.territory.boundaries import district_at
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.identity import phone_number

from .procedures import CASE
from .selectors import current_kinds, grouped

SPOKEN = [(Matter.Channel.WINDOW.value, _("到窗口来说的")), (Matter.Channel.PHONE.value, _("打电话来说的"))]


class ReportForm(forms.Form):
    """A case in `area`. `contact`: ask for name and phone; `spoken`: ask whether at the window or by phone."""

    body = forms.CharField(
        label=_("请说说是什么事"),
        help_text=_("写清时间、地点和情况。不要写身份证号。"),
        min_length=5,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    kind = forms.ChoiceField(label=_("哪一类"), help_text=_("拿不准就选“其他事项”，我们会调整。"))
    address = forms.CharField(
        label=_("具体位置"), help_text=_("例如：3号楼东侧垃圾站"), max_length=160, required=False
    )
    lon = forms.DecimalField(label=_("经度"), required=False, max_digits=9, decimal_places=6)
    lat = forms.DecimalField(label=_("纬度"), required=False, max_digits=9, decimal_places=6)
    photos = FilesField(
        label=_("照片或文件"),
        help_text=_("最多6个，每个不超过20 MB。没有填位置时会采用照片里的定位；保存的照片不带定位。"),
        required=False,
        widget=ManyFiles,
    )
    channel = forms.ChoiceField(label=_("从哪里来"), choices=SPOKEN, widget=forms.RadioSelect)
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(
        label=_("手机号"),
        help_text=_("用来告诉您办理结果，不会公开。"),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(self, *args: Any, area: str, contact: bool, spoken: bool, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.area = area
        kinds = current_kinds()
        self.placeless = " ".join(k.code for k in kinds if not k.place_needed)
        groups: list[Any] = [("", _("请选择")), *grouped(kinds)]
        self.fields["kind"].choices = groups  # type: ignore[attr-defined]
        for lon_lat in ("lon", "lat"):
            self.fields[lon_lat].widget.attrs["step"] = "any"
        if not contact:
            del self.fields["name"], self.fields["phone"]
        if not spoken:
            del self.fields["channel"]

    def clean_phone(self) -> str:
        try:
            return phone_number(self.cleaned_data["phone"])
        except ValueError as why:
            raise forms.ValidationError(str(why)) from why

    def clean_kind(self) -> Kind:
        found = Kind.objects.filter(pk=self.cleaned_data["kind"], procedure=CASE.key, retired_on=None).first()
        if found is None:
            raise forms.ValidationError(_("没有这个类别，请重新选择。"))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lon, lat = cleaned.get("lon"), cleaned.get("lat")
        if (lon is None) != (lat is None):
            self.add_error("lon", _("经度和纬度要么都填，要么都不填。"))
        elif lon is not None and lat is not None:
            self._check_point(lon, lat)
        return cleaned

    def _check_point(self, lon: Decimal, lat: Decimal) -> None:
        """A point is never moved or guessed: one that lies in another district is shown to the person."""
        district = district_at(float(lon), float(lat))
        if district == self.area[:6]:
            return
        where = (
            full_name(district)
            if district and Area.objects.filter(pk=district).exists()
            else _("服务范围以外")
        )
        self.add_error(
            "lon",
            _("定位点在{where}，不在所选的{area}。请清除定位，或者改选地点。").format(
                where=where, area=full_name(self.area)
            ),
        )


class LookupForm(forms.Form):
    number = forms.CharField(
        label=_("编号"),
        help_text=_("回执上的17位数字，横线可以不填"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        help_text=_("回执上的6位字母和数字"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
