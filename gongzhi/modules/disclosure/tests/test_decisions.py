"""What a meeting of the people decided has to be made public at once, and is done by publishing it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.models import Kind, Matter, Meeting
from gongzhi.kernel.matters.services.concluding import HELD
from gongzhi.kernel.publications.models import Obligation
from gongzhi.kernel.publications.services import Content, publish
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.services import deliver, write
from gongzhi.modules.disclosure.factories import LATE, VILLAGE
from gongzhi.modules.disclosure.services.disclosing import stands

HOUR = timedelta(hours=1)


@pytest.fixture
def procedures(monkeypatch):
    """Two procedures, one whose matters everybody may read; those of the modules are not ours to name."""
    some = next(iter(PROCEDURES.values()))
    for key, everybody in (("test.open", True), ("test.inside", False)):
        monkeypatch.setitem(PROCEDURES, key, replace(some, key=key, open=everybody))
    return some


@pytest.fixture
def decide(world, procedures):
    """Hold a meeting about a matter, and have follow what follows from it unless told to wait."""

    def hold(
        *, passed=True, rule="village_representatives", procedure="test.open", area=VILLAGE, waits=False
    ):
        kind, _new = Kind.objects.get_or_create(code="99", name="其他", procedure=procedure)
        matter = Matter.objects.create(
            number=uuid4().hex[:17], kind=kind, procedure=procedure, title="硬化三组道路", channel="web",
            area_code=area, county_code=area[:6], area_name="村", state=procedures.start.value,
            responsible=Organisation.objects.get(code=VILLAGE), opened_at=LATE,
        )  # fmt: skip
        meeting = Meeting.objects.create(
            matter=matter, decision="decide", rule=rule, title="村民代表会议", place="村委会", starts_at=LATE,
            noticed_at=LATE, members=15, state="closed", valid=True, passed=passed,
        )  # fmt: skip
        payload = {"meeting_id": str(meeting.pk), "title": meeting.title}
        write(HELD, stream=matter.pk, area=area, actor=SYSTEM, at=LATE, payload=payload)
        if not waits:
            deliver(at=LATE)
        return matter

    return hold


def owed():
    return Obligation.objects.filter(duty__startswith="disclosure.at_once")


def shown(matter, at):
    content = Content(
        kind="test.decision", area_code=VILLAGE, body=matter.responsible, title=matter.title, text="决定如下。",
        stands=stands(VILLAGE, LATE.date()), matter=matter,
    )  # fmt: skip
    made = publish(given=content, actor=SYSTEM, at=at)
    deliver(at=at)
    return made


def test_a_decision_has_to_be_made_public_within_ten_days_and_is_by_publishing_it(decide):
    matter = decide()
    held = owed().get()
    assert (held.area_code, held.duty) == (VILLAGE, "disclosure.at_once_village")
    assert held.about == f"{matter.number} 硬化三组道路"
    assert (held.due_on - LATE.date()).days >= 10
    made = shown(matter, LATE + HOUR)
    held.refresh_from_db()
    assert (held.publication, held.done_on) == (made, LATE.date())


def test_a_decision_that_was_published_before_anybody_could_ask_for_it_is_done(decide):
    matter = decide(waits=True)
    assert not owed().exists()
    made = shown(matter, LATE + HOUR)
    assert owed().get().publication == made


@pytest.mark.parametrize(
    "other",
    [
        {"passed": False},
        {"rule": "two_committees"},
        {"procedure": "test.inside"},
        {"area": VILLAGE[:9]},
    ],
)
def test_nothing_is_owed_where_nothing_was_decided_by_the_people_of_a_community(decide, other):
    decide(**other)
    assert not owed().exists()


def test_what_is_published_without_a_matter_fulfils_nothing_by_itself(decide, world):
    matter = decide()
    content = Content(
        kind="test.other", area_code=VILLAGE, body=matter.responsible, title="别的", text="内容",
        stands=stands(VILLAGE, LATE.date()),
    )  # fmt: skip
    publish(given=content, actor=SYSTEM, at=LATE)
    deliver(at=LATE)
    assert owed().filter(done_on=None).exists()
