"""The secret part of a poll: ballots that are encrypted when they arrive, and a key that several must use.

The platform never holds a secret credential, a private key or a choice. What it could do wrong, forge a ballot or
leave one out, shows: ballots are signed with credentials it does not know, and their trackers stand in the log.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.encrypted import (
    bel,
    code_of,
    opened_parts,
    read_election,
    read_trustees,
    refusing,
    summed,
    weights_of,
)
from gongzhi.kernel.ballots.models import Archive, Ballot, Credential, KeyHolder, Partial, Poll, Voter
from gongzhi.kernel.ballots.selectors import conflicts, counted_ballots, standing, uncounted
from gongzhi.kernel.ballots.services.agreeing import agree
from gongzhi.kernel.ballots.services.recording import (
    A_VOTER,
    before_opening,
    entitled,
    hold,
    note,
    running,
    unhurried,
    while_open,
)
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import Checked, store
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM, ActorSnapshot, RecordType, declare
from gongzhi.lib.belenios import ballots, election, tally, trustees
from gongzhi.lib.belenios.groups import Element, group
from gongzhi.lib.belenios.tar import digest
from gongzhi.lib.belenios.text import read
from gongzhi.lib.belenios.voters import roll
from gongzhi.lib.canonical import Json

KEY_GIVEN = declare(RecordType("ballots.key_given", gettext_lazy("第{position}位密钥持有人提交公钥")))
CAST = declare(RecordType("ballots.cast", gettext_lazy("收下一张加密选票，选票号{tracker}")))
FROZEN = declare(RecordType("ballots.frozen", gettext_lazy("选举文件定稿，选举指纹{fingerprint}")))
DECRYPTED = declare(
    RecordType("ballots.decrypted", gettext_lazy("第{position}位密钥持有人解密（{scheme}），附证明"))
)
SEALED = declare(RecordType("ballots.sealed", gettext_lazy("封存在线选票{count}张，开始开票")))
ARCHIVED = declare(
    RecordType("ballots.archived", gettext_lazy("开票完成（{scheme}），选举档案的指纹{sha256}"))
)


# --- keys


@transaction.atomic
def give_key(*, poll_id: UUID, public: str, actor: Actor, at: datetime) -> int:
    """Take in the public key of the holder who acts, with its proof of knowledge. Answers their position.

    Raises Refused for who holds no key of the poll, a key whose proof does not hold, and once the poll is open.
    """
    poll = hold(poll_id)
    before_opening(poll)
    holder = poll.holders.filter(account=actor.uuid).first() if actor.uuid else None
    if holder is None:
        raise Refused(_("您不是这次投票的密钥持有人。"))
    if poll.threshold:
        raise Refused(_("这次投票的密钥由持有人共同生成，请按说明一起制作。"))
    with refusing(_("这不是有效的公钥文件，没有收下。")):
        made = trustees.read_public(group(poll.group), read(public.strip()))
    _own_key(poll, holder, made)
    holder.public = public.strip()
    holder.save(update_fields=["public"])
    by = actor.snapshot(role=Role.RESIDENT, office=holder.office)
    note(KEY_GIVEN, poll, by, at=at, position=holder.position, key=digest(holder.public))
    return holder.position


def _own_key(poll: Poll, holder: KeyHolder, key: Element) -> None:
    others = poll.holders.exclude(pk=holder.pk).exclude(public="").values_list("public", flat=True)
    if key in [trustees.read_public(group(poll.group), read(other)) for other in others]:
        raise Refused(_("这把公钥已由另一位密钥持有人提交。每位持有人要用自己生成的密钥，不能共用。"))


def freeze(poll: Poll, by: ActorSnapshot, at: datetime) -> None:
    """Fix the election of a secret poll, whose fingerprint every ballot will carry.

    The record keeps the hashes of election, trustees and credentials: those of the files in the archive.
    """
    with refusing(_("题目或者密钥不合格式，不能开始投票。")):
        if not poll.trustees:
            singles = poll.holders.order_by("position").values_list("public", flat=True)
            poll.trustees = trustees.Trustees.make(group(poll.group), singles=singles).text
        made = election.Election.make(
            uuid=code_of(poll),
            name=poll.title,
            questions=[
                election.Question(q["question"], tuple(q["answers"]), q["min"], q["max"], q["blank"])
                for q in poll.questions
            ],
            group=group(poll.group),
            public_key=read_trustees(poll).public_key,
        )
    poll.election = made.text
    rolls: dict[str, Json] = {s: digest(roll(weights_of(poll, s))) for s in poll.schemes}
    note(
        FROZEN,
        poll,
        by,
        at=at,
        fingerprint=made.fingerprint,
        election=digest(made.text),
        trustees=digest(poll.trustees),
        credentials=rolls,
    )


# --- ballots


def cast(*, poll_id: UUID, text: str, actor: Actor, at: datetime) -> Ballot:
    """Take in an encrypted ballot; it is on the board, and on the disk, when this answers.

    The same ballot again is answered with what stands. Raises Refused for who is not on the roll or has voted on
    paper, for another's credential, and for a ballot of which any proof does not hold.
    """
    poll = Poll.objects.select_related("matter").get(pk=poll_id)
    if not poll.secret:
        raise Refused(_("这次投票是记名表决。"))
    while_open(poll, at)
    unhurried(Ballot.objects.filter(voter=entitled(poll, actor)), at)
    with refusing(_("选票没有通过检查，没有收下。请刷新页面重新投票。")):
        opened = read_election(poll)
        given = ballots.parse(opened, text)
        _known(poll, given.credential)
        tracker = ballots.check(
            opened, text, {given.credential}
        )  # the costly part: before anybody has to wait
    return _kept(poll_id, text, given.credential, tracker, actor, at)


@transaction.atomic
def _kept(poll_id: UUID, text: str, public: str, tracker: str, actor: Actor, at: datetime) -> Ballot:
    poll = hold(poll_id)
    while_open(poll, at)
    voter = entitled(poll, actor)
    if standing := Ballot.objects.filter(poll=poll, tracker=tracker, voter=voter).first():
        return standing
    credential = _credential(poll, voter, public)
    _not_on_paper(voter)
    entry = note(CAST, poll, A_VOTER, at=at, tracker=tracker)
    return Ballot.objects.create(
        poll=poll,
        voter=voter,
        credential=credential,
        tracker=tracker,
        text=text,
        at=at,
        entry_hash=entry.hash,
    )


def _known(poll: Poll, public: str) -> Credential:
    found = Credential.objects.filter(poll=poll, public=public).first()
    if found is None:
        raise Refused(_("投票码不在这次投票的名单上。请核对投票码是不是这一次的。"))
    return found


def _credential(poll: Poll, voter: Voter, public: str) -> Credential:
    """Answer the voter's credential; the first one they use is theirs from then on."""
    found = _known(poll, public)
    own = Credential.objects.filter(voter=voter).first()
    if found.voter_id not in (None, voter.pk) or own not in (None, found):
        raise Refused(_("这个投票码不是发给您的，选票没有收下。请使用写有您名册号的那一张。"))
    if found.weights != voter.weights:
        raise Refused(_("这个投票码的权重与您的不同，选票没有收下。请使用写有您名册号的那一张。"))
    if found.voter_id is None:
        found.voter = voter
        found.save(update_fields=["voter"])
    return found


def _not_on_paper(voter: Voter) -> None:
    if voter.marks.filter(erased__isnull=True).exists() or standing(voter.poll).filter(voter=voter).exists():
        raise Refused(_("按名册登记，您已领取纸质选票。一人一票，不能再在线投票。如登记有误，请联系投票站。"))


# --- the count


@transaction.atomic
def seal_board(*, poll_id: UUID, actor: Actor, at: datetime) -> None:
    """Add up the ballots that count, still encrypted; from now on the holders of the key can decrypt the sums.

    Raises Refused before the poll is closed, while anybody may have voted twice, and while paper is uncounted.
    """
    poll, by = running(poll_id, actor, at)
    if not poll.secret or poll.closed_at is None:
        raise Refused(_("投票截止以后才能封存在线选票。"))
    if poll.archives.exists():
        raise Refused(_("在线选票已经封存。"))
    if open_ones := conflicts(poll):
        raise Refused(_("还有{n}人的投票记录有冲突，处理完毕才能封存。").format(n=len(open_ones)))
    agree(poll)
    if paper := uncounted(poll):  # whoever knows the sum could still bend the paper
        raise Refused(_("纸质选票要先清点、核对完毕，才能封存：{what}").format(what=paper[0]))
    opened = read_election(poll)
    counted = [ballots.parse(opened, ballot.text) for ballot in counted_ballots(poll)]
    sums: dict[str, Json] = {}
    for scheme in poll.schemes:
        weights = weights_of(poll, scheme)
        weighing = [ballot for ballot in counted if ballot.credential in weights]
        added = tally.encrypt(opened, weighing, weights)
        Archive.objects.create(poll=poll, scheme=scheme, tally=added.text, sized=added.sized())
        sums[scheme] = digest(added.text)
    note(SEALED, poll, by, at=at, count=len(counted), sums=sums)


@transaction.atomic
def give_partial(*, poll_id: UUID, scheme: str, text: str, actor: Actor, at: datetime) -> bool:
    """Take in what a holder of a key decrypted, with its proofs. Answers whether the result is there now.

    Raises Refused for who holds no key, before the board is sealed, and for a proof that does not hold.
    """
    poll = hold(poll_id)
    holder = poll.holders.filter(account=actor.uuid).first() if actor.uuid else None
    archive = poll.archives.filter(scheme=scheme).first() if scheme in poll.schemes else None
    if holder is None or archive is None:
        raise Refused(_("您不是密钥持有人，或者在线选票还没有封存。"))
    if archive.result is not None or Partial.objects.filter(holder=holder, scheme=scheme).exists():
        raise Refused(_("您这一份已经解密，不需要再次提交。"))
    with refusing(_("解密结果没有通过检查，没有收下。请确认用的是这次投票的密钥。")):
        key = read_trustees(poll).keys[holder.position - 1]
        tally.check_partial(read_election(poll), summed(poll, archive), key, text)
    Partial.objects.create(holder=holder, scheme=scheme, text=text, at=at)
    by = actor.snapshot(role=Role.RESIDENT, office=holder.office)
    note(DECRYPTED, poll, by, at=at, position=holder.position, scheme=scheme)
    return _finished(poll, archive, at)


def _finished(poll: Poll, archive: Archive, at: datetime) -> bool:
    """Put the result together once enough have decrypted, and keep the archive."""
    made, parts = read_trustees(poll), opened_parts(poll, archive)
    if made.missing(parts):
        return False
    text, votes = tally.result(made, summed(poll, archive), parts)
    file = bel(poll, archive.scheme, archive=archive, result=text)
    archive.result, archive.sha256 = votes, store(Checked(file, "application/x-tar"))
    archive.save(update_fields=["result", "sha256"])
    note(ARCHIVED, poll, SYSTEM, at=at, scheme=archive.scheme, sha256=archive.sha256)
    return True
