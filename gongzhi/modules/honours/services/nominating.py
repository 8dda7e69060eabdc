"""Nominate from below: the community proposes, the township endorses, the district recommends within its places."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.acting import locked
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.kernel.territory.vocabulary import COMMUNITY
from gongzhi.lib.canonical import Json
from gongzhi.lib.codes import covers
from gongzhi.modules.honours.models import Category, DistrictList, Nomination
from gongzhi.modules.honours.procedures.rules import places_of
from gongzhi.modules.honours.vocabulary import (
    ENDORSED,
    NOMINATED,
    RECOMMENDED,
    RETURNED,
    Listing,
    Nominee,
    Stage,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Who is nominated, for what. Of an organisation `body` says it all; a person has a name, perhaps an account."""

    category: Category
    body: Organisation
    deeds: str
    name: str = ""
    post: str = ""
    account: Account | None = None


@transaction.atomic
def nominate(
    *, listed_in: DistrictList, nominees: Sequence[Named], unrelated: bool, actor: Actor, at: datetime
) -> list[Nomination]:
    """Propose nominees of one's own community. `unrelated`: the actor says that none of them is a relative.

    Raises Refused after the last day, for another place, for oneself, and for who is nominated already.
    """
    held = _collecting(listed_in, at)
    _says_unrelated(unrelated)
    grants = [_proposing(held, named, actor) for named in nominees]
    rows = [_row(held, named, actor) for named in nominees]
    if not rows:
        raise Refused(_("请填写推荐对象。"))
    try:
        with transaction.atomic():
            made = Nomination.objects.bulk_create(rows)
    except IntegrityError as why:
        raise Refused(_("其中有对象在这次活动的同一类别里已经推荐过，没有重复推荐。")) from why
    _note(NOMINATED, held, made, actor, grants[0], at=at)
    return made


def _collecting(listed_in: DistrictList, at: datetime) -> DistrictList:
    """Hold a list until the transaction ends. Raises Refused when nothing may be changed in it any more."""
    matter = locked(listed_in.pk, None)
    held = DistrictList.objects.select_related("programme").get(pk=listed_in.pk)
    if matter.state != Listing.COLLECTING:
        raise Refused(_("{place}的推荐已经报送或者结束，不能再改。").format(place=matter.area_name))
    if timezone.localdate(at) > held.programme.nominate_until:
        raise Refused(_("推荐已于{day}截止。").format(day=held.programme.nominate_until.isoformat()))
    held.matter = matter
    return held


def _says_unrelated(unrelated: bool) -> None:
    if not unrelated:
        raise Refused(_("与推荐对象有近亲属关系的，请回避，由其他工作人员办理。"))


def _proposing(held: DistrictList, named: Named, actor: Actor) -> Grant:
    area = named.body.area_code
    grant = actor.grant(Role.COMMUNITY_WORKER, area)
    if grant is None or not covers(held.district, area) or len(area) != COMMUNITY:
        raise Refused(_("只有{body}所在社区（村）的工作人员可以推荐它。").format(body=named.body.name))
    if named.category.programme_id != held.programme_id:
        raise Refused(_("这个类别不属于这次评选活动。"))
    if named.account is not None and str(named.account.pk) == actor.account:
        raise Refused(_("不能推荐本人，请由其他工作人员办理。"))
    if not named.deeds.strip():
        raise Refused(_("请写明主要事迹。"))
    return grant


def _row(held: DistrictList, named: Named, actor: Actor) -> Nomination:
    person = named.category.nominee == Nominee.PERSON
    if person and not named.name.strip():
        raise Refused(_("请填写被推荐人的姓名。"))
    return Nomination(
        listed_in=held,
        category=named.category,
        area_code=named.body.area_code,
        body=named.body,
        name=named.name.strip() if person else named.body.name,
        post=named.post.strip() if person else "",
        account=named.account if person else None,
        deeds=named.deeds.strip(),
        nominated_by_id=UUID(actor.account),
    )


@transaction.atomic
def endorse(
    *,
    listed_in: DistrictList,
    nominations: Sequence[Nomination],
    unrelated: bool,
    actor: Actor,
    at: datetime,
) -> int:
    """Endorse proposals of communities below one's township. Raises Refused, among others for what one proposed."""
    held = _collecting(listed_in, at)
    _says_unrelated(unrelated)
    chosen, grant = _chosen(held, nominations, Stage.PROPOSED, Role.SUBDISTRICT_OFFICER, actor)
    for nominee in chosen:
        nominee.stage, nominee.endorsed_by_id = Stage.ENDORSED, actor.uuid
    Nomination.objects.bulk_update(chosen, ["stage", "endorsed_by"])
    _note(ENDORSED, held, chosen, actor, grant, at=at)
    return len(chosen)


@transaction.atomic
def recommend(
    *,
    listed_in: DistrictList,
    nominations: Sequence[Nomination],
    unrelated: bool,
    actor: Actor,
    at: datetime,
) -> int:
    """Recommend nominees to the city. Raises Refused above the places and the spare ones, with the number."""
    held = _collecting(listed_in, at)
    _says_unrelated(unrelated)
    chosen, grant = _chosen(held, nominations, Stage.ENDORSED, Role.DISTRICT_OFFICER, actor)
    _within_quota(held, chosen)
    for nominee in chosen:
        nominee.stage, nominee.recommended_by_id = Stage.RECOMMENDED, actor.uuid
    Nomination.objects.bulk_update(chosen, ["stage", "recommended_by"])
    _note(RECOMMENDED, held, chosen, actor, grant, at=at)
    return len(chosen)


def most(held: DistrictList) -> Callable[[Category], tuple[int, int]]:
    """Answer for each category (places, how many may be recommended) of a list's district."""
    places = places_of(held.programme)

    def limit(category: Category) -> tuple[int, int]:
        own = places.get((category.pk, held.district), 0)
        return own, own + held.programme.spare if own else 0

    return limit


def _within_quota(held: DistrictList, chosen: Sequence[Nomination]) -> None:
    before = Counter(held.nominations.filter(stage=Stage.RECOMMENDED).values_list("category_id", flat=True))
    limit = most(held)
    for category, new in Counter(nominee.category for nominee in chosen).items():
        places, allowed = limit(category)
        if before[category.pk] + new > allowed:
            raise Refused(
                _(
                    "“{category}”在这里有{places}个名额，最多推荐{most}个；已推荐{before}个，不能再加{new}个。"
                ).format(
                    category=category.name, places=places, most=allowed, before=before[category.pk], new=new
                )
            )


def _chosen(
    held: DistrictList, nominations: Sequence[Nomination], stage: Stage, role: Role, actor: Actor
) -> tuple[list[Nomination], Grant]:
    """Answer the nominees as they stand now, and the mandate. Raises Refused when one of them may not be taken."""
    keys = [nominee.pk for nominee in nominations]
    chosen = list(held.nominations.filter(pk__in=keys).select_related("category").order_by("pk"))
    if not chosen or len(chosen) != len(set(keys)):
        raise Refused(_("请在这份名单里选择推荐对象。"))
    grants = [actor.grant(role, nominee.area_code) for nominee in chosen]
    if None in grants or grants[0] is None:
        raise Refused(_("这一步由推荐对象所在地的{role}办理。").format(role=role.label))
    for nominee in chosen:
        if nominee.stage != stage:
            raise Refused(
                _("“{name}”现在是“{stage}”，不能这样办理。").format(
                    name=nominee.name, stage=nominee.get_stage_display()
                )
            )
        _not_involved(nominee, actor)
    return chosen, grants[0]


def _not_involved(nominee: Nomination, actor: Actor) -> None:
    involved = (nominee.nominated_by_id, nominee.endorsed_by_id, nominee.account_id)
    if actor.account in {str(account) for account in involved if account}:
        raise Refused(
            _("“{name}”是您本人或者由您推荐、审核过的，请由其他工作人员办理。").format(name=nominee.name)
        )


@transaction.atomic
def send_back(*, nomination: Nomination, reason: str, actor: Actor, at: datetime) -> Nomination:
    """Return a nominee with reasons: by the township what was proposed, by the district what was endorsed or recommended."""
    held = _collecting(nomination.listed_in, at)
    found = held.nominations.select_related("category").get(pk=nomination.pk)
    proposed = found.stage == Stage.PROPOSED
    role = Role.SUBDISTRICT_OFFICER if proposed else Role.DISTRICT_OFFICER
    grant = actor.grant(role, found.area_code)
    if grant is None or found.stage not in (Stage.PROPOSED, Stage.ENDORSED, Stage.RECOMMENDED):
        raise Refused(_("这一步由推荐对象所在地的{role}办理。").format(role=role.label))
    if not reason.strip():
        raise Refused(_("请写明退回的理由。"))
    found.stage, found.decided = Stage.RETURNED, reason.strip()[:400]
    found.save(update_fields=["stage", "decided"])
    _note(RETURNED, held, [found], actor, grant, at=at, reason=found.decided)
    return found


def _note(
    kind: RecordType,
    held: DistrictList,
    nominees: Sequence[Nomination],
    actor: Actor,
    grant: Grant,
    *,
    at: datetime,
    **more: Json,
) -> None:
    payload: dict[str, Json] = {
        "body": full_name(grant.area),
        "count": len(nominees),
        "nominations": [str(nominee.pk) for nominee in nominees],
        "names": [nominee.name for nominee in nominees],
        **more,
    }
    write(kind, stream=held.pk, area=held.district, actor=snapshot_by(actor, grant), at=at, payload=payload)
