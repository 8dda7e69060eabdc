"""What every act on an estate shares: hold its assembly, ask who acts, write into its stream."""

from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services.acting import snapshot
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.models import Estate
from gongzhi.lib.canonical import Json
from gongzhi.modules.owners.models import Assembly
from gongzhi.modules.owners.policies import above, keeper, member


def stream_of(estate: int) -> UUID:
    """Answer the stream of the record that holds what was done on an estate."""
    return uuid5(NAMESPACE_OID, f"gongzhi:estate:{estate}")


def hold(estate: int) -> Assembly:
    """Load an estate's assembly and hold it until the transaction ends; the first act on an estate makes it."""
    place = Estate.objects.filter(pk=estate).first()
    if place is None:
        raise Refused(_("没有这个小区。"))
    Assembly.objects.get_or_create(estate=place)
    held = Assembly.objects.select_for_update(of=("self",)).select_related("estate", "body")
    return held.get(pk=estate)


def seats(actor: Actor, assembly: Assembly, at: datetime) -> list[Seat]:
    return seats_of(actor.uuid, area_code=assembly.estate.area_id, on=timezone.localdate(at))


def as_keeper(actor: Actor, assembly: Assembly, at: datetime) -> ActorSnapshot:
    """Answer as whom the actor keeps the roll. Raises Refused."""
    return _acting(actor, keeper(actor, assembly, seats(actor, assembly, at)))


def as_member(actor: Actor, assembly: Assembly, at: datetime) -> ActorSnapshot:
    """Answer as which member of the committee the actor acts. Raises Refused."""
    return _acting(actor, member(assembly, seats(actor, assembly, at)))


def as_above(actor: Actor, assembly: Assembly) -> ActorSnapshot:
    """Answer as whom the actor supervises. Raises Refused."""
    return _acting(actor, above(actor, assembly.estate.area_id))


def account_of(actor: Actor) -> UUID:
    """Answer the actor's account. Raises Refused for nobody."""
    if actor.uuid is None:
        raise Refused(_("请先登录。"))
    return actor.uuid


def as_owner(actor: Actor) -> ActorSnapshot:
    """Answer how an owner stands in the record: without a name, by what they are."""
    return ActorSnapshot(account="", role=Role.RESIDENT, office="业主")


def _acting(actor: Actor, verdict: Verdict) -> ActorSnapshot:
    if not verdict.allowed:
        raise Refused(str(verdict.because))
    return snapshot(actor, verdict)


def note(kind: RecordType, assembly: Assembly, by: ActorSnapshot, *, at: datetime, **payload: Json) -> Entry:
    """Write what was done into the stream of the estate."""
    return write(
        kind,
        stream=stream_of(assembly.pk),
        area=assembly.estate.area_id,
        actor=by,
        at=at,
        payload={"estate": assembly.estate.name, **payload},
    )
