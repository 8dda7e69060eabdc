"""Rounds and how far their districts are; who is on a list, as the reader may see it; who was honoured."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.selectors import within
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.codes import covers

from .models import Category, DistrictList, Honour, Nomination, Programme, Quota, Reviewer
from .procedures import LIST, PROGRAMME
from .vocabulary import LIVE, Listing, Nominee, Round, Stage

PAGE = 30
# From here on the names of a district stand on its notice board.
PUBLIC_LISTS = (Listing.SHOWING, Listing.CONTESTED, Listing.CLEARED, Listing.SUBMITTED)
PUBLIC_STAGES = (Stage.LISTED, Stage.RESERVE, Stage.HONOURED, Stage.STRUCK, Stage.PASSED_OVER)


def programmes(*, words: str = "", running: bool | None = None) -> QuerySet[Programme]:
    """Answer the rounds, newest first, by words of their title; `running`: only those, or only the finished."""
    found = Programme.objects.select_related("matter").order_by("-matter__opened_at", "-pk")
    if words:
        found = found.filter(matter__title__icontains=words)
    if running is not None:
        found = found.filter(matter__closed_at__isnull=running)
    return found.annotate(total=Sum("categories__places"))


def programme_of(number: str) -> QuerySet[Programme]:
    return Programme.objects.filter(matter__number=number).select_related("matter__responsible")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a district is: its places, whom it nominated so far (live), how many it recommended, who is listed."""

    held: DistrictList
    name: str
    places: int
    nominated: int
    recommended: int

    @property
    def level(self) -> str:
        matter = self.held.matter
        if matter.state in (Listing.SUBMITTED, Listing.WAIVED, Listing.ENDED):
            return "done"
        return "overdue" if matter.overdue else "open"


def progress(programme: Programme) -> list[Progress]:
    """Answer the districts of a round in order of their codes, in four queries."""
    names = dict(Area.objects.filter(level=6).values_list("code", "name"))
    quotas = Quota.objects.filter(category__programme=programme).values_list("district")
    places = dict(quotas.annotate(n=Sum("places")))
    found = programme.lists.select_related("matter").order_by("district")
    beyond = (Stage.PROPOSED, Stage.ENDORSED)
    live = Count("nominations", filter=Q(nominations__stage__in=LIVE))
    rows = found.annotate(
        live=live,
        chosen=Count("nominations", filter=Q(nominations__stage__in=[s for s in LIVE if s not in beyond])),
    )
    return [
        Progress(
            row, names.get(row.district, row.district), places.get(row.district, 0), row.live, row.chosen
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """The nominees of a category on a list, best first; `places` and `most` (that may be recommended)."""

    category: Category
    places: int
    most: int
    nominees: list[Nomination] = field(default_factory=list)


def groups(held: DistrictList, actor: Actor) -> list[Group]:
    """Answer a district's nominees by category, as far as the reader may see them.

    Officers see those of their areas from the beginning; everybody else what is or was on the notice board.
    """
    rows = Quota.objects.filter(category__programme=held.programme_id, district=held.district)
    found = {
        quota.category_id: Group(quota.category, quota.places, quota.places + held.programme.spare)
        for quota in rows.select_related("category").order_by("category__number")
    }
    for nominee in visible(held, actor):
        if nominee.category_id in found:
            found[nominee.category_id].nominees.append(nominee)
    return list(found.values())


def visible(held: DistrictList, actor: Actor) -> QuerySet[Nomination]:
    rows = held.nominations.select_related("category", "body", "honour").order_by(
        "category__number", "place", "name"
    )
    seen = within(actor.scopes)
    if held.matter.state in PUBLIC_LISTS:
        seen |= Q(stage__in=PUBLIC_STAGES)
    return rows.filter(seen)


def works_on(actor: Actor, held: DistrictList) -> bool:
    """Does an officer nominate, endorse or recommend in this district?"""
    return any(covers(held.district, code) for code in actor.scopes)


def lists_of(actor: Actor, programme: Programme) -> QuerySet[DistrictList]:
    """Answer the lists of a round that an officer below the city works on."""
    districts = {code[:6] for code in actor.scopes if len(code) >= 6}
    return programme.lists.filter(district__in=districts).select_related("matter")


def named(nominee: Nomination) -> str:
    """Answer a nominee as a list names them: a person with body and post."""
    if nominee.category.nominee == Nominee.ORGANISATION:
        return nominee.name
    return _("{name}（{body}{post}）").format(name=nominee.name, body=nominee.body.name, post=nominee.post)


def names_for_district(held: DistrictList) -> str:
    """Answer the text of a district's list: who is on it, and in which order the others follow."""
    found = held.nominations.filter(stage__in=(Stage.LISTED, Stage.RESERVE))
    return _names(found.select_related("category", "body"))


def names_for_city(programme: Programme) -> str:
    """Answer the text of the city's list."""
    found = Nomination.objects.filter(listed_in__programme=programme, stage=Stage.LISTED)
    return _names(found.select_related("category", "body"))


@override(settings.LANGUAGE_CODE)  # what the record and the notice board hold has one language
def _names(found: QuerySet[Nomination]) -> str:
    rows = list(found.order_by("category__number", "listed_in__district", "place", "pk"))
    parts: dict[tuple[int, str], list[Nomination]] = {}
    for nominee in rows:
        parts.setdefault((nominee.category.number, nominee.stage), []).append(nominee)
    texts = []
    for (_number, stage), nominees in sorted(
        parts.items(), key=lambda part: (part[0][0], part[0][1] == Stage.RESERVE)
    ):
        head = (
            _("{category}递补人选（名单上有空缺时依次递补）")
            if stage == Stage.RESERVE
            else _("{category}（{n}个）")
        ).format(category=nominees[0].category.name, n=len(nominees))
        lines = [f"{n}. {named(nominee)}" for n, nominee in enumerate(nominees, start=1)]
        texts.append("\n".join([head, *lines]))
    return "\n\n".join(texts)


def honours(*, words: str = "", district: str = "", nominee: str = "") -> QuerySet[Honour]:
    """Answer who was honoured, the latest first, by a part of their name or body, a district, a sort of nominee."""
    found = Honour.objects.select_related(
        "nomination__category__programme__matter", "nomination__body", "nomination__listed_in"
    ).order_by("-honoured_on", "pk")
    if words:
        found = found.filter(
            Q(nomination__name__icontains=words) | Q(nomination__body__name__icontains=words)
        )
    if district:
        found = found.filter(nomination__listed_in__district=district)
    return found.filter(nomination__category__nominee=nominee) if nominee else found


def honours_after(found: QuerySet[Honour], cursor: str) -> tuple[list[Honour], str]:
    """Answer one page of honours and the cursor of the next ('' at the end). A cursor is day.key of the last one."""
    day, _dot, key = cursor.partition(".")
    try:
        last, pk = date.fromisoformat(day), int(key)
        found = found.filter(Q(honoured_on__lt=last) | Q(honoured_on=last, pk__gt=pk))
    except ValueError:
        pass
    rows = list(found[: PAGE + 1])
    more = f"{rows[PAGE - 1].honoured_on.isoformat()}.{rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    return rows[:PAGE], more


def of_certificate(code: str) -> QuerySet[Honour]:
    return honours().filter(code=code.strip().upper().replace("-", "").replace(" ", ""))


def reviewers(programme: Programme) -> QuerySet[Reviewer]:
    found = programme.reviewers.select_related("account", "body").prefetch_related("recusals")
    return found.annotate(done=Count("scores")).order_by("pk")


def panel(matter: Matter, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Answer the facts of a round, or of a district's list, for the matter's page."""
    if matter.procedure == PROGRAMME.key:
        programme = Programme.objects.select_related("matter").get(pk=matter.pk)
        return "honours/_programme_panel.html", {
            "programme": programme,
            "categories": programme.categories.order_by("number"),
            "struck": can_strike(matter),
        }
    held = DistrictList.objects.select_related("programme__matter", "matter").get(pk=matter.pk)
    return "honours/_list_panel.html", {
        "held": held,
        "programme": held.programme,
        "groups": groups(held, actor),
        "struck": can_strike(matter),
    }


def can_strike(matter: Matter) -> bool:
    """Does an upheld objection wait for a change of the list?"""
    if matter.state not in (Round.CONTESTED, Listing.CONTESTED):
        return False
    return matter.objections.filter(upheld=True).exists()


def on_show(matter: Matter) -> QuerySet[Nomination]:
    """Answer who stands on the list that a matter shows, the reserves of a district included."""
    district = matter.procedure == LIST.key
    stages = (Stage.LISTED, Stage.RESERVE) if district else (Stage.LISTED,)
    found = Nomination.objects.filter(Q(listed_in=matter.pk) | Q(listed_in__programme=matter.pk))
    return (
        found.filter(stage__in=stages)
        .select_related("category", "body")
        .order_by("category__number", "listed_in__district", "place")
    )


def text_of(matter: Matter) -> str:
    """Answer what a round or a list is found by: its title and categories. Names are found in the roll of honours."""
    programme = Programme.objects.filter(pk=matter.pk).first()
    if programme is None:
        return matter.title
    names = " ".join(programme.categories.values_list("name", flat=True))
    return f"{matter.title} {programme.organisers} {names}"


def counts(programme: Programme) -> list[tuple[Category, int, int]]:
    """Answer (category, places, honoured or listed) of a round."""
    rows = Nomination.objects.filter(
        listed_in__programme=programme, stage__in=(Stage.LISTED, Stage.HONOURED)
    ).values_list("category_id", flat=True)
    listed = Counter(rows)
    return [(c, c.places, listed[c.pk]) for c in programme.categories.order_by("number")]
