"""A topic is public once the office looked at it, or by itself; what is kept back leaves its reason."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, Message
from gongzhi.kernel.matters.selectors import hidden
from gongzhi.kernel.people.actor import ANONYMOUS, Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import grant_mandate
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import deliver
from gongzhi.modules.deliberation.factories import DAY, MONDAY, VILLAGE, Community, Village, take, topic

TITLE = "电动车在哪里充电"
HOUR = timedelta(hours=1)


@pytest.fixture
def raised(community: Community) -> Matter:
    return topic(community, community.resident)


def seen(client: Client, matter: Matter, at: object, who: Actor = ANONYMOUS) -> tuple[bool, bool]:
    """Answer whether the title is read in the list, and on the matter's own page."""
    client.logout()
    with time_machine.travel(at, tick=False):
        if who.uuid:
            client.force_login(Account.objects.get(pk=who.uuid))
        listed = client.get(reverse("deliberation:topics")).content.decode()
        page = client.get(reverse("shell:open_matter", args=[matter.number])).content.decode()
    return TITLE in listed, TITLE in page


def test_a_new_topic_is_read_by_who_raised_it_and_by_the_office_only(
    client: Client, community: Community, raised: Matter
) -> None:
    assert seen(client, raised, MONDAY + HOUR) == (False, False)
    assert seen(client, raised, MONDAY + HOUR, community.resident)[1]
    assert not hidden(raised, community.clerk, at=MONDAY + HOUR)


@pytest.mark.parametrize("kept", [False, True])
def test_an_officer_of_elsewhere_does_not_read_by_its_number_what_is_not_public(
    client: Client, community: Community, raised: Matter, kept: bool
) -> None:
    if kept:
        take(raised, "keep_back", community.clerk, MONDAY + HOUR, reason="写有邻居的病情")
    stranger = Account.objects.create(username="elsewhere", name="何志明", registered_at=MONDAY)
    since = MONDAY.date()
    grant_mandate(
        account=stranger,
        role=Role.SUBDISTRICT_OFFICER,
        area=VILLAGE[:9],
        since=since,
        at=MONDAY,
        actor=SYSTEM,
    )
    client.force_login(stranger)
    with time_machine.travel(MONDAY + 2 * HOUR, tick=False):
        for page in ("matter", "open_matter"):
            answer = client.get(reverse(f"shell:{page}", args=[raised.number]), follow=True)
            assert TITLE not in answer.content.decode()
        tried = client.post(reverse("shell:step", args=[raised.number, "accept"]), follow=True)
        assert TITLE not in tried.content.decode()


def test_a_topic_nobody_looked_at_is_public_by_itself_after_three_working_days(
    client: Client, raised: Matter
) -> None:
    assert raised.shows_at
    assert MONDAY + 3 * DAY - HOUR < raised.shows_at < MONDAY + 4 * DAY
    assert seen(client, raised, raised.shows_at) == (True, True)


def test_what_the_office_takes_up_or_turns_down_is_public_at_once(
    client: Client, community: Community, raised: Matter
) -> None:
    take(raised, "accept", community.clerk, MONDAY + HOUR)
    assert seen(client, raised, MONDAY + 2 * HOUR) == (True, True)


def test_what_an_office_proposes_itself_waits_for_nobody(client: Client, village: Village) -> None:
    assert village.propose().shows_at is None


def test_a_topic_kept_back_shows_its_reason_to_everybody_and_its_words_to_who_raised_it(
    client: Client, community: Community, raised: Matter
) -> None:
    take(raised, "keep_back", community.clerk, MONDAY + HOUR, reason="写有邻居的病情")
    deliver(at=MONDAY + 2 * HOUR)
    assert seen(client, raised, MONDAY + 2 * HOUR) == (False, False)
    assert seen(client, raised, MONDAY + 2 * HOUR, community.resident)[1]
    client.logout()
    with time_machine.travel(MONDAY + 2 * HOUR, tick=False):
        page = client.get(reverse("shell:open_matter", args=[raised.number])).content.decode()
        assert "写有邻居的病情" in page
        assert "一个没有公开的议题" in client.get(reverse("deliberation:topics")).content.decode()
        found = client.get(reverse("deliberation:topics"), {"q": "充电"}).content.decode()
        assert raised.number not in found
        paper = client.get(reverse("shell:certificate", args=[raised.number, "json"]))
        assert paper.status_code == 302
    assert "写有邻居的病情" in Message.objects.filter(reporter__matter=raised).latest("pk").text
    assert Entry.objects.filter(kind="deliberation.kept_back").count() == 1


def test_only_the_office_keeps_a_topic_back_and_only_before_it_is_taken_up(
    community: Community, raised: Matter
) -> None:
    with pytest.raises(Refused):
        take(raised, "keep_back", community.resident, MONDAY + HOUR, reason="不便")
    matter = take(raised, "accept", community.clerk, MONDAY + HOUR)
    with pytest.raises(Refused):
        take(matter, "keep_back", community.clerk, MONDAY + 2 * HOUR, reason="不便")
