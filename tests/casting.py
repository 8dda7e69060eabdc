"""What the test of ballots and sudden death runs in processes of its own: `python -m tests.casting world|findings`."""

import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 -- only after setup()
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongzhi.kernel.ballots.encrypted import bel, read_election  # noqa: E402
from gongzhi.kernel.ballots.models import Ballot, Poll  # noqa: E402
from gongzhi.kernel.people.models import Account  # noqa: E402
from gongzhi.kernel.record.checking import check  # noqa: E402
from gongzhi.kernel.record.models import Entry  # noqa: E402
from gongzhi.kernel.record.selectors import verify  # noqa: E402
from gongzhi.kernel.record.sequencing import found_log  # noqa: E402
from gongzhi.lib.belenios import ballots  # noqa: E402
from gongzhi.lib.belenios.verifying import verify as verified  # noqa: E402
from gongzhi.modules.elections.factories import World  # noqa: E402

BEFORE = timedelta(
    days=71, minutes=30
)  # so long before the poll an election begins: it has opened when this ends
EACH = 4  # ballots that one voter casts, one after the other


def world() -> dict[str, Any]:
    """Lay an election that is open now; answer its poll and what each voter has to send: a session and ballots."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    village = World(at=timezone.localtime() - BEFORE)
    for area in ("50", village.area[:6]):
        found_log(area=area)
    way = village.begin()
    way.form()
    way.plan()
    way.register()
    way.show_roll()
    way.wait(10)  # a term that would end on a holiday ends after it
    way.slate()
    way.review()
    way.announce()
    way.open()
    poll = way.poll
    opened = read_election(poll)
    voters = []
    for number in range(1, 9):
        texts = [ballots.make(opened, way.box.slips[number], _marks(poll, number + n)) for n in range(EACH)]
        voters.append({"session": _session(village.accounts[number - 1]), "ballots": texts})
    return {"poll": str(poll.pk), "voters": voters}


def _marks(poll: Poll, seed: int) -> list[list[int]]:
    rows = []
    for question in poll.questions:
        chosen = seed % len(question["answers"])
        rows.append(
            [
                *([0] if question["blank"] else []),
                *(int(n == chosen) for n in range(len(question["answers"]))),
            ]
        )
    return rows


def _session(account: Account) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def findings() -> dict[str, Any]:
    """Answer what stands on the board and in the record, and whether all of it can be verified."""
    poll = Poll.objects.get()
    logs = check()
    recorded = Entry.objects.filter(stream=poll.pk, kind="ballots.cast").order_by("seq")
    report = verified(bel(poll, "person", archive=None))
    return {
        "board": list(Ballot.objects.order_by("pk").values_list("tracker", flat=True)),
        "recorded": [entry.payload["tracker"] for entry in recorded],
        "broken": str(verify()[2] or ""),
        "log_faults": logs.faults + [fault for found in logs.logs for fault in found.faults],
        "archive": [finding.code for finding in report.findings],
        "in_archive": report.about["ballots"],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"world": world, "findings": findings}[sys.argv[1]]()))
