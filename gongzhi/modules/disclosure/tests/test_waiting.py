"""The desk shows what else waits: meetings of the day, questions, topics, duties to disclose."""

import pytest

from gongzhi.kernel.publications.models import Question
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


def test_who_asks_is_told_at_once_when_it_is_public_and_the_office_keeps_it_back_with_a_reason(client, world):
    notice = f"/notices/{publish(world).pk}/"
    client.force_login(world.resident)
    sent = {"text": "路灯修了几盏？", "once": "0b0cf7f4-9d5b-4c43-a3d9-0c8a6a6d3a12"}
    said = client.post(notice + "ask/", sent, follow=True).content.decode()
    assert "您的问题已送到" in said
    assert "还没有公开，最迟" in said
    assert "您已经提交过" in client.post(notice + "ask/", sent, follow=True).content.decode()
    question = Question.objects.get()
    client.logout()
    assert "路灯修了几盏" not in client.get(notice).content.decode()
    client.force_login(world.community)
    assert "先公开提问，稍后答复" in client.get(notice).content.decode()
    client.post(notice + "keep_back/", {"question": question.pk, "text": "写有他人电话"})
    client.logout()
    seen = client.get(notice).content.decode()
    assert "这个提问没有公开，理由：写有他人电话" in seen
    assert "路灯修了几盏" not in seen


def test_the_office_shows_a_question_before_it_answers(client, world):
    made = publish(world)
    ask(publication=made, text="路灯修了几盏？", named=False, actor=world.actor("resident"), at=LATE)
    client.force_login(world.community)
    client.post(f"/notices/{made.pk}/show/", {"question": Question.objects.get().pk})
    client.logout()
    seen = client.get(f"/notices/{made.pk}/").content.decode()
    assert "路灯修了几盏？" in seen
    assert "等待答复" in seen
