"""The two lists of a deliberation: who takes part, and what was said beforehand – each person once."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services.opening import follow
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Resident
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.deliberation.models import Participant, Statement
from gongzhi.modules.deliberation.vocabulary import Means

LONGEST = 60


def people_in(text: str) -> Iterator[tuple[str, str]]:
    """Answer (name, capacity) of each line: the name is what stands before the first space."""
    for line in text.splitlines():
        name, _space, capacity = line.strip().partition(" ")
        if name:
            yield name[:LONGEST], capacity.strip()[:LONGEST]


def invite(*, matter: Matter, values: Mapping[str, Any], at: datetime, **_rest: Any) -> None:
    """Put people on the list; whoever stands there already stays. Who has an account is told from now on."""
    for name, capacity in people_in(values["people"]):
        _enlisted(matter, name, capacity, at)


def _enlisted(matter: Matter, name: str, capacity: str, at: datetime) -> Participant:
    known = Participant.objects.filter(matter=matter, name=name)
    found = known.filter(capacity=capacity).first() or (None if capacity else known.first())
    if found:
        return found
    account = account_of(name, matter.area_code, at)
    if account:
        follow(matter, account)
    return Participant.objects.create(matter=matter, name=name, capacity=capacity, account_id=account)


def come(*, matter: Matter, people: str, at: datetime) -> None:
    """Note who came. Raises Refused when nobody did."""
    came = [_enlisted(matter, name, capacity, at).pk for name, capacity in people_in(people)]
    if not came:
        raise Refused(_("请填写到会人员，每行一人。"))
    Participant.objects.filter(pk__in=came).update(came=True)


def account_of(name: str, area: str, at: datetime) -> UUID | None:
    """Answer the account of the only one of this name who holds a seat or lives there; None for none or several."""
    seats = Seat.objects.filter(
        in_force(timezone.localdate(at)),
        holder=name,
        account__isnull=False,
        post__organisation__area_code=area,
    )
    lives = Resident.objects.filter(name=name, area_code=area, account__isnull=False)
    found = {*seats.values_list("account", flat=True), *lives.values_list("account", flat=True)}
    return found.pop() if len(found) == 1 else None


def note_statement(
    *, matter: Matter, values: Mapping[str, Any], actor: Actor, at: datetime, **_rest: Any
) -> None:
    """Keep what somebody says on screen; a second time replaces the first."""
    if actor.uuid is None:
        raise Refused(_("请先登录再发表意见。"))
    given = {"text": values["opinion"], "named": bool(values.get("named")), "at": at}
    if Statement.objects.filter(matter=matter, account=actor.uuid).update(**given):
        return
    _stated(matter, name=actor.name, account_id=actor.uuid, means=Means.ONLINE, **given)
    follow(matter, actor.uuid)


def note_paper(
    *, matter: Matter, values: Mapping[str, Any], at: datetime, entry: Entry, **_rest: Any
) -> None:
    """Enter what somebody handed in on paper. Raises Refused without its picture, or when it stands there already."""
    name, home = values["name"].strip(), values["home"].strip()
    if not entry.payload.get("files"):
        raise Refused(_("请附上意见原件的照片。"))
    if Statement.objects.filter(matter=matter, name=name, home=home, means=Means.PAPER).exists():
        raise Refused(
            _("{home}的{name}已经录入过一份纸质意见，每人一条，没有重复录入。").format(name=name, home=home)
        )
    _stated(matter, name=name, home=home, means=Means.PAPER, text=values["opinion"], at=at)


def _stated(matter: Matter, **given: Any) -> Statement:
    """Put a statement on the list; one of the same name is pointed out, and somebody has to look."""
    rows = Statement.objects.filter(matter=matter)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    twin = rows.filter(name=given["name"], same_as__isnull=True).order_by("number").first()
    return Statement.objects.create(matter=matter, number=last + 1, same_as=twin, **given)


def check_twin(*, matter: Matter, values: Mapping[str, Any], **_rest: Any) -> None:
    """Settle whether a statement is of the person who stands on the list before. Raises Refused for another one."""
    row = Statement.objects.filter(
        matter=matter, number=values["number"], same_as__isnull=False, checked=False
    ).first()
    if row is None:
        raise Refused(_("第{number}条意见没有需要核对的重复。").format(number=values["number"]))
    row.checked = True
    row.same_as = row.same_as if values.get("same") else None
    row.save()
