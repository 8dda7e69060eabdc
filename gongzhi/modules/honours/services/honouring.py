"""Strike a nominee after an objection, let the next one move up; honour; revoke."""

import secrets
from collections import Counter
from datetime import date, datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services.acting import allowed, locked, snapshot
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.publications.publicity import nothing_upheld
from gongzhi.kernel.publications.services.objecting import publishing
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json
from gongzhi.lib.numbering import ALPHABET
from gongzhi.modules.honours.models import Honour, Nomination, Programme
from gongzhi.modules.honours.policies import leads
from gongzhi.modules.honours.vocabulary import CONFERRED, CORRECTED, REVOKED, STRUCK, Nominee, Stage

CODE = 12


@transaction.atomic
def strike(
    *, matter: Matter, nomination: Nomination, reason: str, actor: Actor, at: datetime
) -> Nomination | None:
    """Take a nominee off the list while an upheld objection waits for it; answers who moves up, if anybody.

    `matter`: of the district's list, or of the programme: where the objection was made. Raises Refused elsewhere.
    """
    held, by, found = _contested(matter, nomination, reason, actor, at)
    was_listed = found.stage == Stage.LISTED
    found.stage, found.decided = Stage.STRUCK, reason.strip()[:400]
    found.save(update_fields=["stage", "decided"])
    following = _next(found) if was_listed else None
    if following:
        following.stage = Stage.LISTED
        following.save(update_fields=["stage"])
    payload: dict[str, Json] = {
        "promoted": _follows(following, was_listed),
        "reason": found.decided,
        "nomination": str(found.pk),
        "follows": str(following.pk) if following else "",
        "names": [found.name, *([following.name] if following else [])],
    }
    write(STRUCK, stream=held.pk, area=held.area_code, actor=by, at=at, payload=payload)
    return following


@override(settings.LANGUAGE_CODE)  # the record has one language
def _follows(following: Nomination | None, was_listed: bool) -> str:
    if following:
        return _("由评审排名第{place}的递补").format(place=following.place)
    return _("没有人选递补，名额空缺") if was_listed else _("其后的递补人选依次前移")


@transaction.atomic
def correct(
    *,
    matter: Matter,
    nomination: Nomination,
    name: str,
    post: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Nomination:
    """Put a name or post right that an upheld objection found wrong. An organisation's name is its register's."""
    held, by, found = _contested(matter, nomination, reason, actor, at)
    if found.category.nominee == Nominee.ORGANISATION or not name.strip():
        raise Refused(_("组织的名称以登记为准，请在“组织与职责”里更正；个人须有姓名。"))
    before = found.name
    found.name, found.post = name.strip(), post.strip()
    found.save(update_fields=["name", "post"])
    payload: dict[str, Json] = {
        "reason": reason.strip(),
        "nomination": str(found.pk),
        "names": [before, found.name, found.post],
    }
    write(CORRECTED, stream=held.pk, area=held.area_code, actor=by, at=at, payload=payload)
    return found


def _contested(
    matter: Matter, nomination: Nomination, reason: str, actor: Actor, at: datetime
) -> tuple[Matter, ActorSnapshot, Nomination]:
    """Hold the matter; answer it, who acts and the nominee. Raises Refused unless an objection was upheld there."""
    held = locked(matter.pk, None)
    by = snapshot(actor, allowed(held, publishing(held), actor, at))
    if why := nothing_upheld(held, at):
        raise Refused(str(why))
    found = Nomination.objects.select_related("listed_in", "category").get(pk=nomination.pk)
    own = held.pk in (found.listed_in_id, found.listed_in.programme_id)
    if not own or found.stage not in (Stage.LISTED, Stage.RESERVE):
        raise Refused(_("“{name}”不在正在公示的名单上。").format(name=found.name))
    if not reason.strip():
        raise Refused(_("请写明理由：会公开。"))
    return held, by, found


def _next(struck: Nomination) -> Nomination | None:
    """Answer the next in the same district and category: their district has shown them as next already."""
    rest = Nomination.objects.filter(
        listed_in=struck.listed_in_id, category=struck.category_id, stage=Stage.RESERVE
    )
    return rest.order_by("place").first()


def honour(*, programme: Programme, on: date) -> list[Honour]:
    """Give everybody on the final list a certificate; called by the step that honours."""
    found = Nomination.objects.filter(listed_in__programme=programme)
    listed = list(
        found.filter(stage=Stage.LISTED).order_by("category__number", "listed_in__district", "place", "pk")
    )
    if not listed:
        raise Refused(_("名单上没有任何对象，不能作出表彰决定。"))
    made = Honour.objects.bulk_create(
        Honour(nomination=nominee, code=_code(), serial=serial, honoured_on=on)
        for serial, nominee in enumerate(listed, start=1)
    )
    found.filter(stage=Stage.LISTED).update(stage=Stage.HONOURED)
    found.filter(stage=Stage.RESERVE).update(stage=Stage.PASSED_OVER)
    return made


def tell_conferred(*, programme: Programme, by: ActorSnapshot, at: datetime) -> None:
    """Write down for each district how many organisations and persons were honoured, nobody by name."""
    found = Nomination.objects.filter(listed_in__programme=programme, stage=Stage.HONOURED)
    told = Counter(found.values_list("listed_in__district", "category__nominee"))
    for district in sorted({district for district, _kind in told}):
        payload: dict[str, Json] = {
            "organisations": told[district, Nominee.ORGANISATION.value],
            "persons": told[district, Nominee.PERSON.value],
        }
        write(CONFERRED, stream=_chain(programme, district), area=district, actor=by, at=at, payload=payload)


def _chain(programme: Programme, district: str) -> UUID:
    """What a district was conferred is a chain of its own: a matter's lies in the log of the matter's area."""
    return uuid5(programme.pk, f"conferred:{district}")


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _n in range(CODE))


@transaction.atomic
def revoke(*, given: Honour, reason: str, actor: Actor, at: datetime) -> Honour:
    """Take an honour back with public reasons; the certificate stays to be found, and says that it is void."""
    found = Honour.objects.select_for_update(of=("self",)).get(pk=given.pk)
    nominee = found.nomination
    matter = locked(nominee.listed_in.programme_id, None)
    grant = leads(actor, matter.area_code)
    if grant is None:
        raise Refused(_("只有市级部门干部可以撤销荣誉。"))
    if found.revoked_on is not None:
        raise Refused(_("这项荣誉已经撤销。"))
    if not reason.strip():
        raise Refused(_("请写明理由：会公开。"))
    by = snapshot_by(actor, grant)
    found.revoked_on, found.reason, found.office = timezone.localdate(at), reason.strip()[:400], by.office
    found.save(update_fields=["revoked_on", "reason", "office"])
    payload: dict[str, Json] = {
        "code": found.code,
        "reason": found.reason,
        "names": [nominee.name],
        "nominee": nominee.category.nominee,
        "honoured": found.honoured_on.isoformat(),
    }
    district = nominee.listed_in.district
    chain = _chain(nominee.listed_in.programme, district)
    write(REVOKED, stream=chain, area=district, actor=by, at=at, payload=payload)
    return found
