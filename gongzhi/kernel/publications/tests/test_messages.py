"""People are told: of meetings they belong to, of answers, of what is published for them; each once."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Meeting, Message, Telling
from gongzhi.kernel.matters.services import convening, send, spread, telling
from gongzhi.kernel.matters.services.messages import mark_read
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import follow_area, put_phone, unfollow_area
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.publications.services import Content, answer, ask, publish
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.lib.workdays import Term, Unit

from .world import DAY, LAW, MONDAY, VILLAGE, Village

EVERYONE, AREA, BODY = (Publication.Audience(name) for name in ("everyone", "area", "body"))


class Phones:
    """Keeps what was sent, to whom."""

    sent: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))


@pytest.fixture
def phones(settings: Any) -> list[tuple[str, str]]:
    settings.SMS_GATEWAY = f"{__name__}.Phones"
    Phones.sent.clear()
    return Phones.sent


def announce(village: Village, title: str = "低保名单", audience: str = EVERYONE, **more: Any) -> Publication:
    """Publish in the name of the village's committee, or another of its bodies."""
    kind = more.pop("kind", Organisation.Kind.COMMITTEE)
    content = Content(
        kind="test.notice",
        area_code=VILLAGE,
        body=Organisation.objects.get(area_code=VILLAGE, kind=kind),
        title=title,
        text="见附件。",
        stands=Term(15, Unit.CALENDAR, LAW),
        audience=audience,
    )
    return publish(given=content, actor=SYSTEM, at=more.pop("at", MONDAY), **more)


def told(who: Actor) -> list[str]:
    return list(Message.objects.filter(account=who.uuid).order_by("pk").values_list("text", flat=True))


def follow(who: Actor) -> None:
    assert who.uuid
    follow_area(account=who.uuid, area=VILLAGE, at=MONDAY - DAY)


def work() -> None:
    while spread(at=MONDAY + DAY):
        pass


def test_whoever_belongs_to_a_meeting_is_told_of_it_its_change_and_its_result(village: Village) -> None:
    matter = village.propose()
    meeting = village.call(matter)
    later = meeting.starts_at + DAY
    convening.move_meeting(
        meeting_id=meeting.pk, starts_at=later, place="文化站", reason="停电", actor=village.clerk, at=MONDAY
    )
    meeting.refresh_from_db()
    convening.open_meeting(meeting_id=meeting.pk, actor=village.clerk, at=later)
    village.end(meeting)
    called, moved, result = told(village.actor("rep07"))
    assert called == "会议通知：村民代表会议：修路，2026-03-04 09:00，村委会。"
    assert moved == "会议改期：村民代表会议：修路改到2026-03-05 09:00，文化站。停电"
    assert result == "会议结果：村民代表会议：修路无效，没有作出决定。"
    assert told(village.villager) == []
    assert Message.objects.filter(about=f"meeting:{meeting.pk}").count() == 3 * 15


def test_a_meeting_that_was_moved_counts_as_noticed_anew(village: Village) -> None:
    meeting = village.call(village.propose())
    at = MONDAY + DAY
    moved = {"place": "文化站", "reason": "停电", "actor": village.clerk, "at": at}
    with pytest.raises(Refused, match="之后"):
        convening.move_meeting(meeting_id=meeting.pk, starts_at=at, **moved)
    convening.move_meeting(meeting_id=meeting.pk, starts_at=at + DAY, **moved)
    meeting.refresh_from_db()
    assert (meeting.noticed_at, meeting.starts_at, meeting.state) == (at, at + DAY, Meeting.State.CALLED)


def test_whoever_belongs_to_a_meeting_is_told_that_it_is_called_off(village: Village) -> None:
    meeting = village.call(village.propose())
    convening.cancel_meeting(meeting_id=meeting.pk, reason="暴雨", actor=village.clerk, at=MONDAY + DAY)
    assert told(village.actor("rep07"))[1] == "会议取消：村民代表会议：修路。暴雨"


def test_whoever_asked_is_told_the_answer(village: Village) -> None:
    made = announce(village)
    question = ask(publication=made, text="有几户？", named=False, actor=village.villager, at=MONDAY)
    answer(question=question, text="三户。", actor=village.clerk, at=MONDAY + DAY)
    assert told(village.villager) == ["您就“低保名单”的提问有了答复：三户。"]
    assert Message.objects.get(account=village.villager.uuid).about == f"notice:{made.pk}"


def test_who_follows_a_village_is_told_what_it_makes_public_until_they_stop(village: Village) -> None:
    follow(village.stranger)
    made = announce(village)
    announce(village, "低保名单", corrects=made, reason="漏了一户", at=MONDAY + timedelta(hours=1))
    work()
    body = made.body.name
    assert told(village.stranger) == [f"{body}公开“低保名单”", f"{body}更正“低保名单”：漏了一户"]
    assert village.stranger.uuid
    assert unfollow_area(account=village.stranger.uuid, area=VILLAGE)
    announce(village, "别的", at=MONDAY + timedelta(hours=2))
    work()
    assert len(told(village.stranger)) == 2
    assert told(village.villager) == []


def test_what_is_for_those_who_live_here_is_told_to_no_follower_from_elsewhere(village: Village) -> None:
    follow(village.stranger)
    follow(village.villager)
    announce(village, audience=AREA)
    work()
    assert (len(told(village.villager)), told(village.stranger)) == (1, [])


def test_members_of_a_body_are_told_what_is_published_for_them(village: Village) -> None:
    follow(village.villager)
    announce(village, audience=BODY, kind=Organisation.Kind.SUPERVISION)
    work()
    assert [len(told(village.actor(who))) for who in ("supervisor", "supervisor3", "rep07")] == [1, 1, 0]
    assert told(village.villager) == []


def test_everybody_is_told_once_even_when_the_worker_is_killed_between_batches(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "BATCH", 3)
    people = [village.actor(f"rep0{n}") for n in range(2, 10)]
    for who in people:
        follow(who)
    announce(village)
    spread(at=MONDAY)
    with suppress(KeyboardInterrupt), transaction.atomic():
        spread(at=MONDAY)
        raise KeyboardInterrupt
    assert Message.objects.count() == 3
    Telling.objects.update(after=None)  # as if the mark had been lost
    work()
    assert [len(told(who)) for who in people] == [1] * 8
    assert not Telling.objects.exists()
    assert spread(at=MONDAY) == 0


def test_the_phone_gets_the_news_of_a_day_as_one_short_message(
    village: Village, phones: list[tuple[str, str]]
) -> None:
    account = Account.objects.get(pk=village.villager.uuid)
    put_phone(account=account, phone="13800008100", verified=True, at=MONDAY, actor=SYSTEM)
    follow(village.villager)
    announce(village, "低保名单")
    announce(village, "救灾款物", at=MONDAY + timedelta(hours=1))
    work()
    evening = timezone.localtime(MONDAY).replace(hour=telling.DIGEST_HOUR)
    assert send(at=evening - timedelta(minutes=1)) == 0
    assert send(at=evening) == 2
    ((phone, text),) = phones
    assert phone == "13800008100"
    assert [title in text for title in ("低保名单", "救灾款物")] == [True, True]
    assert send(at=evening + DAY) == 0


def test_a_message_is_sent_once_although_the_worker_was_killed_before_it_left(
    village: Village, phones: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    account = village.people["rep07"]
    put_phone(account=account, phone="13800008100", verified=True, at=MONDAY, actor=SYSTEM)
    village.call(village.propose())

    def kill(_self: Phones, _phone: str, _text: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(Phones, "send", kill)
        with pytest.raises(KeyboardInterrupt):
            send(at=MONDAY)
    for minute in range(5):
        send(at=MONDAY + timedelta(minutes=minute))
    assert len(phones) == 1
    assert not Message.objects.filter(send_at__isnull=False).exists()


def test_what_was_read_is_read_for_oneself_only(village: Village) -> None:
    village.call(village.propose())
    mine = village.actor("rep07")
    assert mine.uuid
    other = Message.objects.filter(account=village.people["rep08"]).get()
    assert mark_read(account=mine.uuid, pk=other.pk, at=MONDAY) == 0
    assert mark_read(account=mine.uuid, at=MONDAY) == 1
    assert mark_read(account=mine.uuid, at=MONDAY) == 0
