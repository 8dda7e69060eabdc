"""What a poll of owners decided: both counts, item by item, by the law of the day on which it closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.outcomes import Outcome, Tally, outcome
from gongzhi.kernel.ballots.selectors import latest
from gongzhi.kernel.matters.models import Matter
from gongzhi.lib.canonical import Json
from gongzhi.lib.majority import Count, Judgement, OwnersItem, judge_owners
from gongzhi.modules.owners.models import Candidate, Item
from gongzhi.modules.owners.vocabulary import AREA, PERSON

YES, NO = 0, 1


def square_metres(area: int) -> str:
    """Answer an area of 0.01 m² as people write it."""
    return f"{area // 100}.{area % 100:02}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one item; of an election `elected` are the candidates' numbers, `tied` those whom equal votes left out."""

    item: Item
    judgements: list[Judgement]
    passed: bool
    elected: list[int]
    tied: list[int]


def verdicts(matter: Matter) -> list[Verdict]:
    """Answer the verdicts of a motion whose poll is counted; none before."""
    poll = latest(matter, "owners")
    if poll is None or poll.counted_at is None or poll.closed_at is None:
        return []
    counted, on = outcome(poll), timezone.localdate(poll.closed_at)
    items = matter.motion.items.prefetch_related("candidates").order_by("number")
    return [
        judged(item, n, counted, on=on, noticed_on=matter.motion.noticed_on) for n, item in enumerate(items)
    ]


def judged(
    item: Item, question: int, counted: Outcome, *, on: date, noticed_on: date | None = None
) -> Verdict:
    """Judge one item, or each candidate of one."""
    area, person = counted.tallies[AREA], counted.tallies[PERSON]
    answers = range(len(person.counts[question])) if item.seats else [YES]

    def judge(answer: int) -> Judgement:
        return judge_owners(
            OwnersItem(item.subject),
            on=on,
            area=_count(area, question, answer, single=bool(item.seats)),
            persons=_count(person, question, answer, single=bool(item.seats)),
            noticed_on=noticed_on,
        )

    found = [judge(answer) for answer in answers]
    if not item.seats:
        return Verdict(item, found, found[0].passed, [], [])
    votes = [(person.counts[question][n], area.counts[question][n]) for n in answers]
    elected, tied = _elected(votes, [j.passed for j in found], item.seats)
    return Verdict(item, found, bool(elected), elected, tied)


def _count(tally: Tally, question: int, answer: int, *, single: bool) -> Count:
    row = tally.counts[question]
    if single:
        return Count(members=tally.roll, present=tally.taken, yes=row[answer])
    return Count(
        members=tally.roll, present=tally.taken, yes=row[YES], no=row[NO], abstain=tally.blank[question]
    )


def _elected(votes: list[tuple[int, int]], enough: list[bool], seats: int) -> tuple[list[int], list[int]]:
    """Answer the numbers (from 1) of who is elected: by heads, then by area; equals at the last seat stay out."""
    ranked = sorted((n for n, ok in enumerate(enough) if ok), key=lambda n: votes[n], reverse=True)
    if len(ranked) <= seats or votes[ranked[seats - 1]] != votes[ranked[seats]]:
        return sorted(n + 1 for n in ranked[:seats]), []
    last = votes[ranked[seats - 1]]
    return (
        sorted(n + 1 for n in ranked if votes[n] > last),
        sorted(n + 1 for n in ranked if votes[n] == last),
    )


def facts(matter: Matter, at: datetime) -> Mapping[str, Json]:
    """Answer what the record says of the result: numbers, verdict and article of each item."""
    return {"verdicts": [_fact(v) for v in verdicts(matter)]}


def _fact(verdict: Verdict) -> Json:
    first = verdict.judgements[0]
    return {
        "item": verdict.item.number,
        "title": verdict.item.title,
        "passed": verdict.passed,
        "elected": list(verdict.elected),
        "tied": list(verdict.tied),
        "judgement": dict(first.numbers),
    }


@override(settings.LANGUAGE_CODE)  # what is published has one language
def result_text(matter: Matter) -> str:
    """Answer the decision as it is shown: who could, who did, what each item came to, by which article."""
    found = verdicts(matter)
    return "\n\n".join([_turnout(found[0].judgements[0]), *map(_said, found)]) if found else ""


def _turnout(judgement: Judgement) -> str:
    area, persons = _numbers(judgement)
    return _("应参与表决{members}人、专有部分面积{area}㎡；参与表决{present}人、{taken}㎡。").format(
        members=persons["members"],
        area=square_metres(area["members"]),
        present=persons["present"],
        taken=square_metres(area["present"]),
    )


def _said(verdict: Verdict) -> str:
    item, law = verdict.item, verdict.judgements[0].numbers["law"]
    if item.seats:
        return _("{n}. {title}：{outcome}（{law}）").format(
            n=item.number, title=item.title, outcome=_chosen(verdict), law=law
        )
    area, persons = _numbers(verdict.judgements[0])
    return _(
        "{n}. {title}：{outcome}。同意{yes}人、{yes_area}㎡，反对{no}人、{no_area}㎡，"
        "弃权{abstain}人、{abstain_area}㎡（{law}）"
    ).format(
        n=item.number,
        title=item.title,
        outcome=outcome_word(verdict),
        yes=persons["yes"],
        yes_area=square_metres(area["yes"]),
        no=persons["no"],
        no_area=square_metres(area["no"]),
        abstain=persons["abstain"],
        abstain_area=square_metres(area["abstain"]),
        law=law,
    )


def _chosen(verdict: Verdict) -> str:
    people: dict[int, Candidate] = {c.number: c for c in verdict.item.candidates.select_related("owner")}
    lines = []
    for number, judgement in enumerate(verdict.judgements, start=1):
        area, persons = _numbers(judgement)
        word = _("当选") if number in verdict.elected else _("未当选")
        lines.append(
            _("{name} {yes}人、{area}㎡，{word}").format(
                name=people[number].owner.name, yes=persons["yes"], area=square_metres(area["yes"]), word=word
            )
        )
    if verdict.tied:
        lines.append(_("得票相同的候选人不能确定，另行补选"))
    return _("；").join(lines)


def outcome_word(verdict: Verdict) -> str:
    if not verdict.judgements[0].valid:
        return _("参与表决的业主不足，没有形成决定")
    return _("通过") if verdict.passed else _("未通过")


def _numbers(judgement: Judgement) -> tuple[dict[str, Any], dict[str, Any]]:
    return judgement.numbers["area"], judgement.numbers["persons"]  # type: ignore[return-value]


def counted(matter: Matter) -> Poll | None:
    poll = latest(matter, "owners")
    return poll if poll and poll.counted_at else None
