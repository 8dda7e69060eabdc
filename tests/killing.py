"""What the test of sudden death runs in processes of its own: `python -m tests.killing world|officer|findings`."""

import json
import sys
import time
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- only after setup()
from django.db.models import Count, Q  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongzhi.kernel.matters.models import Clock, Matter, Message  # noqa: E402
from gongzhi.kernel.matters.services import act  # noqa: E402
from gongzhi.kernel.matters.services.timers import WARNED  # noqa: E402
from gongzhi.kernel.people.actor import Actor, Grant  # noqa: E402
from gongzhi.kernel.people.services import grant_mandate, issue_api_key, register_account  # noqa: E402
from gongzhi.kernel.people.vocabulary import Role  # noqa: E402
from gongzhi.kernel.record.checking import check  # noqa: E402
from gongzhi.kernel.record.declarations import SYSTEM  # noqa: E402
from gongzhi.kernel.record.models import Delivery, Entry  # noqa: E402
from gongzhi.kernel.record.selectors import verify  # noqa: E402
from gongzhi.kernel.record.sequencing import found_log  # noqa: E402
from gongzhi.modules.cases.factories import COMMUNITY, district  # noqa: E402
from gongzhi.modules.cases.models import Case  # noqa: E402
from gongzhi.modules.cases.vocabulary import State  # noqa: E402

OFFICER = Actor(account="officer", name="李敏", grants=(Grant(Role.COMMUNITY_WORKER, COMMUNITY),))


def world() -> dict[str, Any]:
    """Lay one district with a machine that may report; answer its key."""
    at = timezone.now()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    district(at)
    for area in ("50", COMMUNITY[:6]):
        found_log(area=area)
    machine = register_account(username="machine", name="平台", at=at, actor=SYSTEM)
    held = {"role": Role.COMMUNITY_WORKER, "area": COMMUNITY, "since": timezone.localdate(at)}
    grant_mandate(account=machine, **held, at=at, actor=SYSTEM)
    since = timezone.localdate(at)
    return {"key": issue_api_key(account=machine, name="平台", since=since, at=at, actor=SYSTEM)}


def officer() -> None:
    """Accept whatever comes in, and have its term looked at at once: so the worker always has something to do."""
    while True:
        for matter in Matter.objects.filter(state=State.REGISTERED)[:10]:
            green = Clock.objects.filter(matter=matter, rule="answer", colour=Clock.Colour.GREEN)
            green.update(next_at=timezone.now())
            act(matter_id=matter.pk, step="accept", values={}, actor=OFFICER, at=timezone.now())
        time.sleep(0.05)


def findings() -> dict[str, Any]:
    """Answer what must be so, whoever died when; each list should be empty."""
    unfinished, logs = Matter.objects.filter(closed_at=None), check()
    leads = Count("tasks", Q(tasks__purpose="lead", tasks__closed_at=None), distinct=True)
    live = Count("clocks", ~Q(clocks__state=Clock.State.STOPPED), distinct=True)
    accepted = Entry.objects.filter(kind="cases.accepted")
    warned = Entry.objects.filter(kind=WARNED.key).values("stream").annotate(n=Count("pk"))
    return {
        "numbers": list(Matter.objects.values_list("number", flat=True)),
        "references": dict(Case.objects.values_list("source_id", "matter__number")),
        "broken": str(verify()[2] or ""),
        "log_faults": logs.faults + [fault for found in logs.logs for fault in found.faults],
        "logged": {found.origin: (found.size, found.published) for found in logs.logs},
        "unlogged": logs.waiting,
        "without_one_lead": [m.number for m in unfinished.annotate(n=leads).exclude(n=1)],
        "without_clock": [m.number for m in unfinished.annotate(n=live).filter(n=0)],
        "owed": [str(d) for d in Delivery.objects.filter(done_at=None)],
        "due": [str(c) for c in Clock.objects.filter(state="running", next_at__lte=timezone.now())],
        "accepted": accepted.count(),
        "told": Message.objects.filter(entry_id__in=accepted.values("pk")).count(),
        "warned": len(warned),
        "warned_twice": [str(row["stream"]) for row in warned if row["n"] > 1],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"world": world, "officer": officer, "findings": findings}[sys.argv[1]]()))
