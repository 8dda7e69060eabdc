"""The desk shows what else waits: meetings of the day, questions, topics, duties to disclose."""

import pytest

from gongzhi.kernel.publications.services import ask
from gongzhi.modules.disclosure.factories import COMMUNITY, LATE, publish

pytestmark = pytest.mark.usefixtures("late_day")


def test_the_desk_shows_unanswered_questions_and_what_is_owed(client, world):
    made = publish(world)
    ask(publication=made, text="路灯修了几盏？", named=False, actor=world.actor("resident"), at=LATE)
    client.force_login(world.community)
    shown = client.get("/desk/").content.decode()
    assert "等您答复的提问" in shown
    assert f"/notices/{made.pk}/#questions-title" in shown
    assert "2项应当公开，其中2项已逾期" in shown
    assert f"area={COMMUNITY}" in shown


def test_what_waits_elsewhere_is_on_nobody_elses_desk(client, world):
    made = publish(world)
    ask(publication=made, text="路灯修了几盏？", named=False, actor=world.actor("resident"), at=LATE)
    for who in (world.neighbour, world.district, world.auditor):
        client.force_login(who)
        assert "等您答复的提问" not in client.get("/desk/").content.decode()
