"""One key made by its holders together, of whom some are enough to open the box: the platform carries what they send."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.encrypted import refusing
from gongzhi.kernel.ballots.key_together import PARTS, begun, due, given, late
from gongzhi.kernel.ballots.models import KeyHolder, KeyPart, Poll
from gongzhi.kernel.ballots.services.recording import before_opening, hold, note, running
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare
from gongzhi.lib.belenios import ceremony, trustees
from gongzhi.lib.belenios.groups import group
from gongzhi.lib.belenios.tar import digest
from gongzhi.lib.belenios.text import compact, read

PART_GIVEN = declare(
    RecordType(
        "ballots.key_part_given",
        gettext_lazy("第{position}位密钥持有人完成共同生成密钥的第{step}步（共三步）"),
    )
)
TRUSTEES_GIVEN = declare(
    RecordType(
        "ballots.trustees_given", gettext_lazy("{holders}位密钥持有人共同生成密钥，{threshold}人可以开票")
    )
)


@transaction.atomic
def give_part(*, poll_id: UUID, part: str, text: str, actor: Actor, at: datetime) -> bool:
    """Take in the part that is due of the holder who acts. Answers whether the key is there now.

    Raises Refused for who holds no key, a part that is not due or does not hold, and once the poll is open.
    """
    poll = hold(poll_id)
    before_opening(poll)
    holder = poll.holders.filter(account=actor.uuid).first() if actor.uuid else None
    if holder is None:
        raise Refused(_("您不是这次投票的密钥持有人。"))
    if not part or part != due(poll):
        raise Refused(_("现在不是这一步。请刷新页面，按页面所示的步骤做。"))
    with refusing(_("这不是这一步应提交的内容，没有收下。请确认文件属于这次投票的这一步。")):
        said = compact(read(text.strip()))  # on one line: the files of a ceremony hold one a line
        _check(poll, holder, part, said)
    KeyPart.objects.update_or_create(holder=holder, part=part, defaults={"text": said})
    by = actor.snapshot(role=Role.RESIDENT, office=holder.office)
    step = PARTS.index(part) + 1
    note(PART_GIVEN, poll, by, at=at, position=holder.position, step=step, part=digest(said))
    if part != PARTS[-1] or late(poll, part):
        return False
    with refusing(_("各位提交的内容合不成一把密钥，请重新指定持有人，从第一步做起。")):
        sent = [given(poll, each) for each in PARTS]
        parameters, _keys = ceremony.conclude(group(poll.group), sent[0], poll.threshold, *sent[1:])
    _keep(poll, parameters, by, at)
    return True


def _check(poll: Poll, holder: KeyHolder, part: str, text: str) -> None:
    used, certificates = group(poll.group), given(poll, "certificate")
    if part == "certificate":
        others = KeyPart.objects.filter(holder__poll=poll, part=part).exclude(holder=holder)
        ceremony.check_certificates(used, [*others.values_list("text", flat=True), text])
    elif part == "polynomial":
        ceremony.check_polynomial(used, certificates, poll.threshold, holder.position, text)
    else:
        sent = given(poll, "polynomial")
        ceremony.check_output(used, certificates, poll.threshold, sent, holder.position, text)


@transaction.atomic
def take_trustees(*, poll_id: UUID, parameters: str, actor: Actor, at: datetime) -> None:
    """Take in what the holders made together elsewhere (step 6): any `threshold` of them open the box.

    Raises Refused where it is not for these holders and this threshold, or does not hold.
    """
    poll, by = running(poll_id, actor, at)
    before_opening(poll)
    if begun(poll):  # whoever runs the poll does not exchange their key
        raise Refused(
            _("持有人已在“我的密钥”页开始共同生成密钥。如要改用别处生成的密钥，请先重新指定持有人。")
        )
    _keep(poll, parameters.strip(), by, at)


def _keep(poll: Poll, parameters: str, by: ActorSnapshot, at: datetime) -> None:
    with refusing(_("这不是有效的共同密钥文件，没有收下。")):
        made = trustees.Trustees.make(group(poll.group), pedersen=[parameters])
    kind = made.kinds[0]
    if (len(kind.keys), kind.needed) != (poll.holders.count(), poll.threshold):
        raise Refused(
            _("文件是{n}人中{t}人开票，与这里登记的持有人不同，没有收下。").format(
                n=len(kind.keys), t=kind.needed
            )
        )
    if len(set(kind.keys)) != len(kind.keys):
        raise Refused(_("文件中有两位持有人的密钥相同，没有收下。请各自用自己的密钥重新制作。"))
    poll.trustees = made.text
    poll.save(update_fields=["trustees"])
    note(TRUSTEES_GIVEN, poll, by, at=at, holders=len(kind.keys), threshold=kind.needed)
