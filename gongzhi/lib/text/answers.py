"""What an answer leaves open: who, what, when, and which questions of the report it does not touch."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .grams import pairs, plain

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]?")
_ASKS = re.compile(r"请问|咨询|想问|想知道|什么时候|何时|能否|是否|可否")
_WHEN_ASKED = re.compile(r"什么时候|何时|多久|几时|哪天")
_EMPTY = re.compile(r"[请问的了吗呢是在有不什么时候何怎样如能否可会哪里个些多少谁为我你您们这那 ]")
_WHO = re.compile(
    r"局|委员会|[住城环教卫交]\w?委|办事处|办公室|街道|社区|居委会|村委会|物业|公司|中心|大队|我们|我[站所队单]|工作人员|政府"
)
_WHAT = re.compile(
    r"已[经于将]?|完成|修复|清[运理除]|处[理罚置]|调查|核[实查]|整改|更换|维修|安装|协调|检查|不予|不能|无法|不属实|属实|将[于对由]|计划|安排"
)
_WHEN = re.compile(
    r"\d+\s*[年月日号天周小时]|\d{4}-\d|[今昨明后]天|[本上下这]周|[本上下这]月|[一二三四五六七八九十两]+(?:个)?(?:工作日|天|日|周|月)|近日|目前|即日|当[日天]|年底|月底"
)
TOUCHED, ENOUGH = 0.25, 3  # of what a question says, at most so many pairs
MOST_QUESTIONS = 6


class Open(StrEnum):
    WHO = "who"
    WHAT = "what"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class Review:
    """What is missing of who, what, when; the questions that the answer does not touch."""

    missing: tuple[Open, ...]
    questions: tuple[str, ...]


def asked(report: str) -> list[str]:
    """Answer the questions of a report, at most six."""
    found = [sentence.strip() for sentence in _SENTENCE.findall(report)]
    questions = [s for s in found if s[-1:] in ("？", "?") or _ASKS.search(s)]
    return questions[:MOST_QUESTIONS]


def reviewed(answer: str, questions: Sequence[str]) -> Review:
    """Answer what an answer leaves open. A hint for whoever writes it: words are sought, nothing is understood."""
    kinds = ((Open.WHO, _WHO), (Open.WHAT, _WHAT), (Open.WHEN, _WHEN))
    return Review(
        missing=tuple(kind for kind, words in kinds if not words.search(answer)),
        questions=tuple(question for question in questions if not _touches(answer, question)),
    )


def _touches(answer: str, question: str) -> bool:
    if _WHEN_ASKED.search(question) and not _WHEN.search(answer):
        return False
    said = {pair for pair in pairs(plain(question)) if not _EMPTY.search(pair)}
    shared = said & {*pairs(plain(answer))}
    return len(shared) >= min(ENOUGH, max(1, TOUCHED * len(said))) if said else True
