"""Have a language model put a clause in plainer words. It phrases and never decides: the clause stands beside it.

Nothing but the clause, which is public, is sent: no question, so nobody's personal data. What comes back with a
number or an article that the clause does not hold is not shown.
"""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from gongzhi.kernel.exchange.posting import NotSent, post
from gongzhi.modules.advice.models import LawArticle

PATIENCE = 20.0  # seconds
MOST, LONGEST = 65_536, 600  # bytes read, characters shown
KEPT = 7 * 24 * 3600  # seconds: a clause is put in other words once a week at most, however many ask
ORDER = (Path(__file__).parents[1] / "data" / "order.txt").read_text("utf-8").strip()
_NUMBER = re.compile(
    r"第[一二三四五六七八九十百千零〇\d]+条|(?:\d[\d.]*|[二三四五六七八九十百千万零〇两]+|[一二三四五六七八九十百千万零〇两]{2,})"
    r"(?=个?(?:工作日|日|天|月|年|周|元|岁|倍|人|户|次|%|小时|分之))"
)


@dataclass(frozen=True, slots=True)
class Phrased:
    """A clause in other words, by which model."""

    text: str
    model: str


def may_phrase() -> bool:
    return bool(settings.MODEL_URL and settings.MODEL)


def phrase(*, article: LawArticle) -> Phrased | None:
    """Answer an article in plainer words; None where no model is set, none answered, or it said what the law does not."""
    if not may_phrase():
        return None
    clause = f"《{article.version.title}》{article.number}：{article.body}"
    key = "advice:" + sha256(f"{settings.MODEL_URL} {settings.MODEL} {clause}".encode()).hexdigest()
    text = cache.get(key)
    if text is None:
        text = _asked(clause)
        if text and faithful(text, clause):
            cache.set(key, text, KEPT)
        else:
            return None
    return Phrased(text, settings.MODEL)


def faithful(text: str, clause: str) -> bool:
    """Does a text name no article, term, amount or number of people that its clause does not name?"""
    return all(number in clause for number in _NUMBER.findall(text))


def _asked(clause: str) -> str:
    order = [{"role": "system", "content": ORDER}, {"role": "user", "content": clause}]
    asked = {"model": settings.MODEL, "messages": order, "temperature": 0, "max_tokens": LONGEST}
    headers = {"Authorization": f"Bearer {settings.MODEL_KEY}"} if settings.MODEL_KEY else {}
    try:
        said = post(
            f"{settings.MODEL_URL}/chat/completions",
            json.dumps(asked, ensure_ascii=False).encode(),
            headers,
            inside=True,
            seconds=PATIENCE,
            most=MOST,
        )
        text = json.loads(said)["choices"][0]["message"]["content"]
    except (NotSent, ValueError, LookupError, TypeError):
        return ""
    return text.strip()[:LONGEST] if isinstance(text, str) else ""
