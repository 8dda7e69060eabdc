"""Who may vote for somebody else on paper: nobody who stands for election, and nobody for more than three.

村民委员会组织法(2025)18, 居民委员会组织法(2025)19.
"""

from collections import Counter

from gongzhi.kernel.ballots.models import Mark, Poll

MOST_PROXIES = 3


def standing_names(poll: Poll) -> set[str]:
    """Answer the names that are voted on. A namesake of a candidate is taken for one until somebody decides."""
    return {answer for question in poll.questions for answer in question["answers"]}


def proxies_of(poll: Poll) -> Counter[int]:
    """Answer for how many each agent was handed paper so far, by roll number, over all stations."""
    held = Mark.objects.filter(poll=poll, erased__isnull=True, agent__isnull=False)
    return Counter(held.values_list("agent__number", flat=True))


def unlawful(poll: Poll) -> list[Mark]:
    """Answer the marks whose agent stands for election, or acts for three others already: the later ones.

    Those that somebody has upheld, with a reason, are settled.
    """
    found, candidates, held = [], standing_names(poll), Counter[int]()
    marks = Mark.objects.filter(poll=poll, erased__isnull=True, agent__isnull=False)
    for mark in marks.select_related("voter", "station", "agent", "upheld").order_by("at", "pk"):
        agent = mark.agent
        if agent is None:
            continue
        held[agent.pk] += 1
        if (agent.name in candidates or held[agent.pk] > MOST_PROXIES) and not hasattr(mark, "upheld"):
            found.append(mark)
    return found
