"""What every act on an election shares: hold it, ask as whom somebody acts, write what was done."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.declarations import Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services.acting import allowed, locked, snapshot
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import lives_elsewhere
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, official
from gongzhi.kernel.record.models import Entry as Written
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json
from gongzhi.modules.elections.models import Election, Entry
from gongzhi.modules.elections.policies import acting
from gongzhi.modules.elections.vocabulary import Standing


def hold(matter_id: UUID, states: Iterable[str] = ()) -> Election:
    """Lock a matter; answer its election. Raises Refused in another state than one of `states` (none: any)."""
    matter = locked(matter_id, None)
    found = Election.objects.select_related("body").get(pk=matter.pk)
    found.matter = matter
    wanted = set(states)
    if wanted and matter.state not in wanted:
        raise Refused(_("现在的环节（{state}）不能这样办理。").format(state=matter.label))
    return found


def as_office(
    election: Election, actor: Actor, at: datetime, step: Callable[[Matter], Step] = acting
) -> ActorSnapshot:
    """Answer in which office the actor acts; for the election committee unless `step` says who. Raises Refused."""
    return snapshot(actor, allowed(election.matter, step(election.matter), actor, at))


def as_resident(actor: Actor) -> ActorSnapshot:
    """Answer a resident who acts for themselves. Raises Refused for nobody."""
    if actor.uuid is None:
        raise Refused(_("请先登录。"))
    return actor.snapshot(role=Role.RESIDENT, office=official(Role.RESIDENT.label))


def note(
    record: RecordType, election: Election, by: ActorSnapshot, *, at: datetime, **payload: Json
) -> Written:
    matter = election.matter
    return write(record, stream=matter.pk, area=matter.area_code, actor=by, at=at, payload=payload)


def must_belong(actor: Actor, body: Organisation) -> None:
    """Refuse who is registered as living elsewhere and stands on no roll of the body.

    Who may vote asks for a recall (村民委员会组织法 2025, article 19; 城市居民委员会组织法 2025, article 20). Whose
    household is in the village may vote without living there, once on the roll (article 16): until then, on paper.
    """
    if actor.uuid is None:
        raise Refused(_("请先登录。"))
    rolled = Entry.objects.filter(election__body=body, account_id=actor.uuid, standing=Standing.REGISTERED)
    if lives_elsewhere(actor.uuid, body.area_code) and not rolled.exists():
        raise Refused(
            _(
                "您登记的居住地不在这里，不能在网上要求罢免。您有选举权的，请到村（居）委会或者乡镇（街道）书面提出。"
            )
        )
