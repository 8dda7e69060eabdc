"""A look at a reporter's numbers: with a reason, on record, so that the reporter sees it too."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.record.services import write
from gongzhi.lib.codes import covers
from gongzhi.modules.cases.vocabulary import CONTACT_SEEN

LONGEST = 200


@transaction.atomic
def look(*, matter: Matter, reason: str, actor: Actor, at: datetime) -> None:
    """Write down who looks and why (个人信息保护法 2021, articles 5 and 51). Raises Refused without place or reason."""
    grant = next((g for g in actor.grants if covers(g.area, matter.area_code)), None)
    if grant is None:
        raise Refused(_("这件事项不在您的授权范围内，联系方式没有显示。"))
    if not reason.strip():
        raise Refused(_("请写明为什么要查看；反映人会看到这一条记录。"))
    held = Matter.objects.select_for_update().get(pk=matter.pk)
    by = snapshot_by(actor, grant)
    payload = {"reason": reason.strip()[:LONGEST]}
    write(CONTACT_SEEN, stream=held.pk, area=held.area_code, actor=by, at=at, payload={**payload})
