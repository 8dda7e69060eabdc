"""`{{ value|amount:scheme }}`: persons as a number, areas in square metres."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def amount(value: int, scheme: str) -> str:
    """Answer an amount of a scheme in words; an area is kept in 0.01 m² and never rounded."""
    if scheme != "area":
        return f"{value:,}"
    whole, hundredths = divmod(value, 100)
    return _("{amount} 平方米").format(amount=f"{whole:,}.{hundredths:02d}")


@register.filter
def scheme_title(scheme: str) -> str:
    return _("专有部分面积") if scheme == "area" else _("人数")


@register.filter
def key_task(part: str) -> str:
    """Answer what the script of the page calls the step in which this part of a common key is made."""
    return {"output": "share"}.get(part, part)


@register.filter
def key_file(part: str) -> str:
    """Answer the file in which `gongzhi trustee` leaves this part."""
    return {"certificate": "cert.json", "output": "voutput.json"}.get(part, f"{part}.json")
