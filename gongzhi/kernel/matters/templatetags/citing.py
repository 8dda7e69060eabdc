"""`{{ law|cited }}`: articles of laws in the reader's language."""

import re

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.lib.law import number_of

register = template.Library()
CITATION = re.compile(r"《([^》]+)》第([零一二三四五六七八九十百]+)条")


@register.filter
def cited(law: object) -> str:
    """Answer a citation as is in Chinese, else with the title's translation and the article as a number."""
    text = str(law or "")
    return text if (get_language() or "zh").startswith("zh") else CITATION.sub(_translated, text)


def _translated(found: re.Match[str]) -> str:
    title, article = found.groups()
    return _("《{title}》第{article}条").format(title=_(title), article=number_of(article))
