"""Writes on publications, one file a verb."""

from gongzhi.kernel.publications.services.arising import arise, fulfil, owe
from gongzhi.kernel.publications.services.asking import answer, ask, sign
from gongzhi.kernel.publications.services.looking import keep_back, show
from gongzhi.kernel.publications.services.objecting import apply_publicity, decide
from gongzhi.kernel.publications.services.publishing import Content, publish, withhold

__all__ = [
    "Content",
    "answer",
    "apply_publicity",
    "arise",
    "ask",
    "decide",
    "fulfil",
    "keep_back",
    "owe",
    "publish",
    "show",
    "sign",
    "withhold",
]
