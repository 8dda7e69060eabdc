"""An urban community before its election: who sits there and who has an account.

`python -m tests.journeys.community` adds it to the world in GONGZHI_HOME: committee and representatives of the term that
ends, the party branch, the supervisors, a lawyer, those who are to lead the election.
"""

from datetime import date, datetime

import django

django.setup()

from django.utils import timezone  # noqa: E402 -- only after setup()

from gongzhi.kernel.bodies.models import Organisation  # noqa: E402
from gongzhi.kernel.bodies.services import add_post, register, seat  # noqa: E402
from gongzhi.kernel.people.demo import DEMO_PASSWORD  # noqa: E402
from gongzhi.kernel.people.models import Account  # noqa: E402
from gongzhi.kernel.people.services import register_account  # noqa: E402
from gongzhi.kernel.record.declarations import SYSTEM  # noqa: E402
from gongzhi.shell.management.commands.demo import PLACES  # noqa: E402

from .neighbours import ACCOUNTS, REPRESENTATIVES, SITTING  # noqa: E402

KIND, AREA, BEGAN = Organisation.Kind, PLACES["community"], date(2021, 12, 1)


def furnish(at: datetime) -> None:
    people = {
        username: register_account(username=username, name=name, password=DEMO_PASSWORD, at=at, actor=SYSTEM)
        for username, name in ACCOUNTS.items()
    }
    committee = Organisation.objects.get(code=AREA)
    filled(committee, "主任", SITTING[:1], at)
    filled(committee, "委员", SITTING[1:], at)
    filled(body(KIND.REPRESENTATIVES, "居民代表会议", at), "代表", REPRESENTATIVES, at)
    filled(body(KIND.PARTY, "社区党委", at), "书记", [ACCOUNTS["branch"]], at, people["branch"])
    filled(body(KIND.SUPERVISION, "居务监督委员会", at), "主任", [ACCOUNTS["watch"]], at, people["watch"])


def body(kind: Organisation.Kind, name: str, at: datetime) -> Organisation:
    return register(kind=kind, name=name, area=AREA, since=BEGAN, at=at, actor=SYSTEM)


def filled(
    body: Organisation, title: str, names: list[str], at: datetime, account: Account | None = None
) -> None:
    post = add_post(organisation=body, title=title, seats=len(names), at=at, actor=SYSTEM)
    for place, name in enumerate(names):
        seat(
            post=post,
            holder=name,
            account=account,
            woman=place % 2 == 0,
            since=BEGAN,
            at=at,
            actor=SYSTEM,
        )


if __name__ == "__main__":
    furnish(timezone.now())
