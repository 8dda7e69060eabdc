"""A question is public once the office looked at it, or by itself; it is never made to disappear."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Message
from gongzhi.kernel.people.actor import ANONYMOUS, Actor
from gongzhi.kernel.publications.models import Publication, Question
from gongzhi.kernel.publications.selectors import asked, waiting_questions
from gongzhi.kernel.publications.services import answer, ask, keep_back, show
from gongzhi.kernel.record.models import Entry, PersonalField

from .test_messages import announce
from .world import MONDAY, Village

HOUR = timedelta(hours=1)
SOON = MONDAY + HOUR
THREE_WORKING_DAYS = timezone.localtime(MONDAY).replace(hour=23, minute=59) + timedelta(days=3)


@pytest.fixture
def shown(village: Village) -> Publication:
    return announce(village)


@pytest.fixture
def question(village: Village, shown: Publication) -> Question:
    return ask(publication=shown, text="名单是谁定的？", named=True, actor=village.villager, at=MONDAY)


def read_by(actor: Actor, shown: Publication, at: datetime = SOON) -> list[str]:
    return [q.text for q in asked(shown, actor, at=at)]


def test_a_new_question_is_read_by_who_asked_and_by_the_office_only(
    village: Village, shown: Publication, question: Question
) -> None:
    assert read_by(village.villager, shown) == read_by(village.clerk, shown) == ["名单是谁定的？"]
    assert read_by(village.stranger, shown) == read_by(ANONYMOUS, shown) == []


def test_a_question_nobody_looked_at_is_public_by_itself_after_three_working_days(
    shown: Publication, question: Question
) -> None:
    assert read_by(ANONYMOUS, shown, question.shows_at - HOUR) == []
    assert read_by(ANONYMOUS, shown, question.shows_at) == ["名单是谁定的？"]
    assert abs(question.shows_at - THREE_WORKING_DAYS) < timedelta(days=1)


def test_the_office_makes_a_question_public_at_once(
    village: Village, shown: Publication, question: Question
) -> None:
    show(question=question, actor=village.clerk, at=SOON)
    assert read_by(ANONYMOUS, shown) == ["名单是谁定的？"]
    show(question=question, actor=village.clerk, at=SOON + HOUR)
    assert Entry.objects.filter(kind="publications.question_shown").count() == 1


def test_an_answer_makes_its_question_public(
    village: Village, shown: Publication, question: Question
) -> None:
    answer(question=question, text="代表会议。", actor=village.clerk, at=SOON)
    assert read_by(ANONYMOUS, shown) == ["名单是谁定的？"]


def test_what_is_kept_back_leaves_its_reason_for_everybody_and_who_asked_is_told(
    village: Village, shown: Publication, question: Question
) -> None:
    held = keep_back(question=question, reason="写有他人病情", actor=village.clerk, at=SOON)
    assert [q.kept_back for q in asked(shown, ANONYMOUS, at=SOON)] == ["写有他人病情"]
    entry = Entry.objects.get(kind="publications.question_kept_back")
    assert entry.payload["reason"] == "写有他人病情"
    said = Message.objects.get(account=village.villager.uuid).text
    assert said == "您就“低保名单”的提问没有公开：写有他人病情"
    assert held not in waiting_questions()


def test_nothing_is_kept_back_without_a_reason_twice_or_after_an_answer(
    village: Village, shown: Publication, question: Question
) -> None:
    with pytest.raises(Refused, match="理由"):
        keep_back(question=question, reason=" ", actor=village.clerk, at=SOON)
    keep_back(question=question, reason="辱骂", actor=village.clerk, at=SOON)
    for again in (show, answer, keep_back):
        more = {"text": "好"} if again is answer else {"reason": "再"} if again is keep_back else {}
        with pytest.raises(Refused, match="不公开"):
            again(question=question, actor=village.clerk, at=SOON, **more)
    other = ask(publication=shown, text="几户人家？", named=False, actor=village.villager, at=SOON)
    answer(question=other, text="三户。", actor=village.clerk, at=SOON)
    with pytest.raises(Refused, match="已经答复"):
        keep_back(question=other, reason="不便", actor=village.clerk, at=SOON)


def test_nobody_but_the_office_decides(village: Village, question: Question) -> None:
    for actor in (village.villager, village.stranger, ANONYMOUS):
        with pytest.raises(Refused, match="发布单位"):
            show(question=question, actor=actor, at=SOON)
        with pytest.raises(Refused, match="发布单位"):
            keep_back(question=question, reason="不便", actor=actor, at=SOON)


def test_the_database_too_wants_a_reason(question: Question) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(kept_back_at=SOON)


def test_what_was_asked_stands_in_the_record_as_a_hash_and_may_be_erased(question: Question) -> None:
    entry = Entry.objects.get(kind="publications.asked")
    assert "名单是谁定的" not in str(entry.payload)
    assert PersonalField.objects.filter(entry=entry, name="text").exists()


def test_a_question_too_short_to_be_understood_is_asked_for_in_more_words(
    village: Village, shown: Publication
) -> None:
    with pytest.raises(Refused, match="至少4个字"):
        ask(publication=shown, text="？？", named=False, actor=village.villager, at=SOON)
