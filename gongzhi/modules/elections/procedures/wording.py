"""Reasons of the law in the words of a notice, each with its article."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from gongzhi.lib.election import Reason
from gongzhi.lib.majority import Judgement
from gongzhi.modules.elections.vocabulary import REASONS


def said(reason: Reason, names: Mapping[str, str] | None = None) -> str:
    """Answer why, and by which article. `names`: of those whom the reason is about, by their key."""
    known = names or {}
    who = _("、").join(known.get(key, "") for key in reason.about if known.get(key))
    words = str(REASONS[reason.code]).format_map({"who": who or _("候选人"), **reason.numbers})
    return _("{why}（{law}）").format(why=words, law=reason.law) if reason.law else words


def all_said(reasons: Iterable[Reason], names: Mapping[str, str] | None = None) -> str:
    """Answer all of them as one sentence; '' for none."""
    return _("；").join(dict.fromkeys(said(reason, names) for reason in reasons))


def judged(judgement: Judgement) -> str:
    """Answer what a judgement found, in words."""
    told = (Reason(f.code, f.cite, numbers=f.numbers) for f in judgement.findings if f.code in REASONS)
    return all_said(told)
