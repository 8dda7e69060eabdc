"""What the steps of both procedures change beyond the state."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.declarations import Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.matters.services.acting import snapshot
from gongzhi.kernel.matters.services.timers import CLOCKWORK
from gongzhi.kernel.publications.publicity import Publicity
from gongzhi.kernel.publications.services import apply_publicity
from gongzhi.kernel.publications.services.objecting import shown
from gongzhi.modules.honours.models import DistrictList, Nomination, Programme
from gongzhi.modules.honours.procedures import CITY, DISTRICT
from gongzhi.modules.honours.procedures.rules import places_of, standing
from gongzhi.modules.honours.selectors import names_for_city, names_for_district
from gongzhi.modules.honours.vocabulary import Listing, Stage

from .honouring import honour, tell_conferred

BEFORE_REVIEW = (Stage.PROPOSED, Stage.ENDORSED, Stage.RECOMMENDED)


def apply_programme(
    *, matter: Matter, step: Step, values: Mapping[str, Any], at: datetime, **rest: Any
) -> None:
    """Store what a step of a programme hands in; runs inside the act's transaction."""
    given = {"matter": matter, "step": step, "at": at, **rest}
    programme = Programme.objects.get(pk=matter.pk)
    _publicise(CITY, lambda: names_for_city(programme), values, given)
    if effect := PROGRAMME_EFFECTS.get(step.key):
        effect(programme, values, at)
    if step.key == "honour":
        tell_conferred(programme=programme, by=snapshot(rest["actor"], rest["verdict"]), at=at)


def apply_list(*, matter: Matter, step: Step, values: Mapping[str, Any], **rest: Any) -> None:
    """Store what a step of a district's list hands in."""
    given = {"matter": matter, "step": step, **rest}
    held = DistrictList.objects.get(pk=matter.pk)
    _publicise(DISTRICT, lambda: names_for_district(held), values, given)
    if step.key in ("waive", "lapse", "stop"):
        held.nominations.filter(stage__in=(*BEFORE_REVIEW, Stage.LISTED, Stage.RESERVE)).update(
            stage=Stage.PASSED_OVER
        )


def _publicise(
    period: Publicity, names: Callable[[], str], values: Mapping[str, Any], given: dict[str, Any]
) -> None:
    """Show what the officer wrote, and below it the names as they stand: nobody types them, nobody forgets one.

    Raises Refused for a correction that leaves the names as they were: an objection was upheld, somebody has to go.
    """
    step, matter = given["step"], given["matter"]
    if step.key in (period.step_key("publish"), period.step_key("republish")):
        said = names()
        if step.key == period.step_key("republish") and shown(matter, period).text.endswith(said):
            raise Refused(_("异议成立后名单还没有变化。请先取消有关对象的资格或者更正信息，再重新公示。"))
        values = {**values, "text": f"{values['text'].strip()}\n\n{said}"}
    apply_publicity(period, values=values, **given)


def _conclude(programme: Programme, values: Mapping[str, Any], at: datetime) -> None:
    """Give every nominee their place and the districts their lists."""
    places, done = places_of(programme), []
    for (category, district), ranks in standing(programme).items():
        for rank in ranks:
            nominee = rank.key
            nominee.points, nominee.marks, nominee.place = rank.points, rank.counted, rank.place
            chosen = rank.place <= places.get((category.pk, district), 0)
            nominee.stage = Stage.LISTED if chosen else Stage.RESERVE
            done.append(nominee)
    Nomination.objects.bulk_update(done, ["points", "marks", "place", "stage"])
    _each_list(programme, "feed_back", at, Listing.REPORTED)


def _close(programme: Programme, values: Mapping[str, Any], at: datetime) -> None:
    _each_list(programme, "lapse", at, Listing.COLLECTING)


def _end(programme: Programme, values: Mapping[str, Any], at: datetime) -> None:
    live = [s for s in Listing if s not in (Listing.SUBMITTED, Listing.WAIVED, Listing.ENDED)]
    _each_list(programme, "stop", at, *live)
    rest = Nomination.objects.filter(listed_in__programme=programme, stage__in=(Stage.LISTED, Stage.RESERVE))
    rest.update(stage=Stage.PASSED_OVER)


def _each_list(programme: Programme, step: str, at: datetime, *states: Listing) -> None:
    keys = programme.lists.filter(matter__state__in=states).order_by("district").values_list("pk", flat=True)
    for pk in list(keys):
        act(matter_id=pk, step=step, values={}, actor=CLOCKWORK, at=at)


def _honour(programme: Programme, values: Mapping[str, Any], at: datetime) -> None:
    programme.document, programme.honoured_on = values["document"], timezone.localdate(at)
    programme.save(update_fields=["document", "honoured_on"])
    honour(programme=programme, on=timezone.localdate(at))


PROGRAMME_EFFECTS: dict[str, Callable[[Programme, Mapping[str, Any], datetime], None]] = {
    "close_nominations": _close,
    "conclude_review": _conclude,
    "honour": _honour,
    "end": _end,
}
