"""Before anything is added up: are the rows what the record says was prepared, opened and cast?

Somebody who writes into the database adds rows without an entry; whoever writes entries too shows in the public log.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.ballots.encrypted import weights_of
from gongzhi.kernel.ballots.models import NamedVote, Poll, SetAside, Sheet, Upheld, Withdrawal
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.belenios.tar import digest
from gongzhi.lib.belenios.voters import roll
from gongzhi.lib.canonical import Json, canonical


def roll_hash(poll: Poll) -> str:
    """Answer the hash of the roll: numbers, what is shown of them, weights."""
    rows: list[Json] = [
        list(row) for row in poll.voters.order_by("number").values_list("number", "shown", "weights")
    ]
    return digest(canonical(rows).decode())


def accounts_of(poll: Poll) -> dict[str, str]:
    """Answer whose account votes for each number of the roll that has one."""
    found = poll.voters.filter(account__isnull=False).order_by("number")
    return {str(number): str(account) for number, account in found.values_list("number", "account")}


def agree(poll: Poll) -> None:
    """Raises Refused, saying what, where the rows of a poll are not those that the record knows."""
    if strayed := [what for what, same in _compared(poll) if not same]:
        raise Refused(
            _("{what}与办理记录不符，可能有人绕过系统改了数据。不能继续，请报告并核验记录。").format(
                what=_("、").join(strayed)
            )
        )


def _compared(poll: Poll) -> list[tuple[str, bool]]:
    rolls = _said(poll, "ballots.prepared", "roll")
    found = [(_("名册"), not rolls or rolls[-1] == roll_hash(poll))]
    found.append((_("名册上的账号"), _accounts(poll)))
    found.append((_("记名表决票"), _named(poll)))
    found.append((_("不计的书面表决票"), _set_aside(poll)))
    if not poll.secret:
        return found
    trackers = poll.ballots.values_list("tracker", flat=True)
    cast = Counter(trackers) == Counter(_said(poll, "ballots.cast", "tracker"))
    frozen = _said(poll, "ballots.frozen", "credentials")
    listed = {scheme: digest(roll(weights_of(poll, scheme))) for scheme in poll.schemes}
    return [
        *found,
        (_("加密选票"), cast),
        (_("投票凭证"), not frozen or frozen[-1] == listed),
        (_("不计的在线选票"), _withdrawn(poll)),
        (_("受托人"), _upheld(poll)),
        (_("计票单"), _sheets(poll)),
    ]


def _sheets(poll: Poll) -> bool:
    fields = ("version", "issued", "returned", "invalid", "blank", "counts")
    rows = Sheet.objects.filter(station__poll=poll).values("station__name", *fields)
    kept = ([row["station__name"], *(row[f] for f in fields)] for row in rows)
    entries = _recorded(poll, "ballots.sheet_entered")
    return _same(kept, ([said["station"], *(said[f] for f in fields)] for said in entries))


def _accounts(poll: Poll) -> bool:
    """Does each account vote that was on the roll, or that took over a place? Rolls from before this was kept: yes."""
    kept = [one["accounts"] for one in _recorded(poll, "ballots.prepared") if "accounts" in one]
    if not kept:
        return True
    said = dict(kept[-1])
    for one in _recorded(poll, "ballots.succeeded"):
        said.pop(str(one["number"]), None)
        if one["account"]:
            said[str(one["number"])] = one["account"]
    return said == accounts_of(poll)


def _named(poll: Poll) -> bool:
    rows = NamedVote.objects.filter(poll=poll).values_list("voter__number", "answers")
    said = _recorded(poll, "ballots.named_vote")
    return _same(rows, ((one["number"], one["answers"]) for one in said))


def _set_aside(poll: Poll) -> bool:
    rows = SetAside.objects.filter(vote__poll=poll).values_list("vote__voter__number", "vote__file")
    said = _recorded(poll, "ballots.named_set_aside")
    return _same(rows, ((one["number"], one["files"][0]) for one in said))


def _withdrawn(poll: Poll) -> bool:
    rows = Withdrawal.objects.filter(voter__poll=poll).values_list("voter__number")
    return _same(rows, ([one["number"]] for one in _recorded(poll, "ballots.withdrawn")))


def _upheld(poll: Poll) -> bool:
    rows = Upheld.objects.filter(mark__poll=poll).values_list("mark__voter__number", "mark__agent__number")
    return _same(rows, ((one["number"], one["agent"]) for one in _recorded(poll, "ballots.proxy_upheld")))


def _same(rows: Iterable[Any], said: Iterable[Any]) -> bool:
    """Are they the same, each as often as there, in whatever order? What was erased from the record is not."""
    return Counter(canonical([*row]) for row in rows) == Counter(canonical([*row]) for row in said)


def _recorded(poll: Poll, kind: str) -> list[dict[str, Any]]:
    """Answer what the entries of a kind say, personal values too, oldest first."""
    entries = Entry.objects.filter(stream=poll.pk, kind=kind).order_by("seq").prefetch_related("personal")
    return [entry.payload | {field.name: field.value for field in entry.personal.all()} for entry in entries]


def _said(poll: Poll, kind: str, name: str) -> list[Any]:
    entries = Entry.objects.filter(stream=poll.pk, kind=kind, payload__has_key=name).order_by("seq")
    return [payload[name] for payload in entries.values_list("payload", flat=True)]
