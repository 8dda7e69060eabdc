"""Make the journeys' world in GONGZHI_HOME: set up, the demo's people, one matter of every story of the demo."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import django

django.setup()

from django.conf import settings  # noqa: E402 -- only after setup()
from django.core.management import call_command  # noqa: E402 -- only after setup()
from django.utils import timezone  # noqa: E402

from gongzhi.kernel.bodies.demo import make_demo_village  # noqa: E402
from gongzhi.kernel.people.demo import DEMO_PASSWORD, make_demo_people  # noqa: E402
from gongzhi.kernel.people.services import grant_mandate, issue_api_key, register_account  # noqa: E402
from gongzhi.kernel.people.vocabulary import Role  # noqa: E402
from gongzhi.kernel.publications.services import arise  # noqa: E402
from gongzhi.kernel.record.declarations import SYSTEM  # noqa: E402
from gongzhi.kernel.territory.services import make_grid  # noqa: E402
from gongzhi.modules.advice.services import import_laws  # noqa: E402 -- only after setup()
from gongzhi.modules.advice.tests.texts import laid  # noqa: E402 -- only after setup()
from gongzhi.modules.cases.services import demonstrate, learn  # noqa: E402
from gongzhi.modules.owners.services import demonstrate as owners  # noqa: E402
from gongzhi.modules.proposals.services import furnish  # noqa: E402
from gongzhi.shell.management.commands.demo import PLACES  # noqa: E402

EVERY_STORY_ONCE = 1000
A_QUARTER_AND_MORE = timedelta(days=120)  # what fell due since is late; what is owed today the worker lists


def township(at: datetime) -> None:
    """The demo's officers are all of the community's subdistrict; the village's township has one too."""
    made = register_account(username="town", name="何志明", password=DEMO_PASSWORD, at=at, actor=SYSTEM)
    role, area, since = Role.SUBDISTRICT_OFFICER, PLACES["village"][:9], timezone.localdate(at)
    grant_mandate(account=made, role=role, area=area, since=since, at=at, actor=SYSTEM)


def machine(at: datetime) -> None:
    """A program that reports for the whole city; its key lies in the home folder."""
    made = register_account(username="machine", name="市民热线程序", at=at, actor=SYSTEM)
    since = timezone.localdate(at)
    grant_mandate(account=made, role=Role.CITY_OFFICER, area=PLACES["city"], since=since, at=at, actor=SYSTEM)
    key = issue_api_key(account=made, name="热线", since=since, at=at, actor=SYSTEM)
    (settings.GONGZHI_HOME / "machine.key").write_text(key)


def laws(at: datetime) -> None:
    with TemporaryDirectory() as folder:
        import_laws(folder=laid(Path(folder)), since={}, actor=SYSTEM, at=at)


if __name__ == "__main__":
    call_command("setup", "--json")
    at = timezone.now()
    grid = make_grid(community=PLACES["community"], name="第一网格", at=at, actor=SYSTEM)
    make_demo_people(at=at, **PLACES, grid=grid.code)
    make_demo_village(at=at, area=PLACES["village"])
    township(at)
    machine(at)
    laws(at)
    arise(at=at - A_QUARTER_AND_MORE)
    demonstrate(at, thin=EVERY_STORY_ONCE)
    learn(at=at, most=1)
    owners(at)
    furnish(at=at, since=timezone.localdate(at))
