"""`{{ law|cited }}`: articles of laws in the reader's language."""

import re

from django import template
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from gongzhi.lib.law import number_of

register = template.Library()
CITATION = re.compile(r"《([^》]+)》第([零一二三四五六七八九十百]+)条")

# Titles that `lib.statutes` and `lib.majority` cite; lib knows no languages. One with a year is no longer in force.
TITLES = (
    gettext_noop("村民委员会组织法"),
    gettext_noop("村民委员会组织法（2018年修正）"),
    gettext_noop("城市居民委员会组织法"),
    gettext_noop("城市居民委员会组织法（2018年修正）"),
    gettext_noop("重庆市实施〈中华人民共和国村民委员会组织法〉办法"),
    gettext_noop("民法典"),
    gettext_noop("物业管理条例"),
    gettext_noop("中国共产党支部工作条例（试行）"),
    gettext_noop("基金会管理条例"),
    gettext_noop("慈善法"),
    gettext_noop("慈善法（2016年）"),
    gettext_noop("重庆市民政局对0629号提案的复函"),
)


@register.filter
def cited(law: object) -> str:
    """Answer a citation as is in Chinese, else with the title's translation and the article as a number."""
    text = str(law or "")
    return text if (get_language() or "zh").startswith("zh") else CITATION.sub(_translated, text)


def _translated(found: re.Match[str]) -> str:
    title, article = found.groups()
    return _("《{title}》第{article}条").format(title=_(title), article=number_of(article))
