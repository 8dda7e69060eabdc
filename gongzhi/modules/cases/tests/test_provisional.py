"""A term that reaches into a year without a list of days off says so, and moves when the list arrives."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from gongzhi.kernel.deadlines.services import import_year
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services import tick
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.services import deliver
from gongzhi.lib.workdays import CHINA
from gongzhi.modules.cases.factories import COMMUNITY, make_case
from gongzhi.modules.cases.tests.site import person, text, visitor

WEDNESDAY = datetime(2026, 12, 30, 9, tzinfo=CHINA)
# As if the notice of 2027 gave 4 January off and had people work on the Saturday after.
LIST = "date,works,name\n2027-01-01,0,元旦\n2027-01-04,0,元旦\n2027-01-09,1,元旦\n"
GUESSED = "2027年放假安排尚未公布，暂按周末和法定节假日推算"


@pytest.fixture
def matter(cast: object) -> Matter:
    return make_case(actor_of(person("resident"), WEDNESDAY.date()), at=WEDNESDAY)


def page(matter: Matter) -> str:
    clerk = person("clerk", Role.COMMUNITY_WORKER, COMMUNITY)
    return text(visitor(clerk).get(reverse("shell:matter", args=[matter.number])))


def arrive(tmp_path: Path) -> None:
    """The list is published and imported; the worker comes by."""
    path = tmp_path / "2027.csv"
    path.write_text(LIST, "utf-8")
    later = WEDNESDAY + timedelta(hours=1)
    import_year(path=path, year=2027, at=later, actor=SYSTEM, source="关于2027年的通知")
    deliver(at=later)
    tick(at=later)


def test_the_page_says_which_terms_are_provisional_and_why(matter: Matter) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        shown = page(matter)
    assert "暂定" in shown
    assert GUESSED in shown


def test_a_list_that_arrives_later_moves_the_running_term_and_the_page_says_so(
    matter: Matter, tmp_path: Path
) -> None:
    receipt = matter.clocks.get(rule="receipt")
    assert (receipt.due_at.astimezone(CHINA).date(), receipt.provisional) == (date(2027, 1, 4), True)
    arrive(tmp_path)
    receipt.refresh_from_db()
    assert (receipt.due_at.astimezone(CHINA).date(), receipt.provisional) == (date(2027, 1, 5), False)
    with time_machine.travel(WEDNESDAY + timedelta(hours=2), tick=False):
        shown = page(matter)
    assert "暂定" not in shown
    assert GUESSED not in shown
    assert "放假安排公布后重新计算：受理告知期限 2027-01-05 17:00 到期" in shown
