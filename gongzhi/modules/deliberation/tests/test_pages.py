"""The pages: what everybody sees, what a resident brings in, what the secretary proposes."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.matters.declarations import Procedure
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.models import Account, Mandate
from gongzhi.modules.deliberation.factories import DAY, MONDAY, Community, Village, take, topic
from gongzhi.modules.deliberation.procedures import FOURS, PROCEDURES
from gongzhi.modules.deliberation.vocabulary import Four as S

from .way import brought_to


@pytest.fixture(autouse=True)
def _today(request: pytest.FixtureRequest) -> object:
    with time_machine.travel(MONDAY, tick=False):
        yield


def signed_in(client: Client, who: object) -> Client:
    client.force_login(Account.objects.get(pk=who.account))
    return client


def page(client: Client, name: str, *args: str, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_list_says_what_to_do(client: Client, ground: None) -> None:
    assert "还没有人提出议题" in page(client, "deliberation:topics")
    assert "没有符合条件的议事" in page(client, "deliberation:topics", state="done")


def test_the_list_finds_by_word_area_kind_and_state(
    client: Client, village: Village, community: Community
) -> None:
    village.propose()
    Matter.objects.filter(pk=topic(community, community.resident).pk).update(shows_at=MONDAY)
    both = page(client, "deliberation:topics")
    assert "修建五组机耕道" in both
    assert "电动车在哪里充电" in both
    for query, shown in (
        ({"q": "机耕道"}, "修建五组机耕道"),
        ({"area": community.area}, "电动车在哪里充电"),
        ({"area": "500112"}, "修建五组机耕道"),
        ({"kind": "four"}, "修建五组机耕道"),
        ({"kind": "talk", "state": "open"}, "电动车在哪里充电"),
        ({"q": Matter.objects.get(title="修建五组机耕道").number}, "修建五组机耕道"),
    ):
        found = page(client, "deliberation:topics", **query)
        titles = {"修建五组机耕道", "电动车在哪里充电"}
        assert {title for title in titles if title in found} == {shown}, query


def test_the_list_says_what_is_awaited_not_what_was_done(client: Client, village: Village) -> None:
    village.propose()
    found = page(client, "deliberation:topics")
    assert "待“两委”会议商议" in found
    assert "党组织已提议" not in found


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (S.CONSULTED, ("待党员大会审议", "待党员大会审议")),
        (S.REVIEWED, ("待村民代表会议决议", "待居民代表会议决议")),
        (S.RESOLVED, ("已决议，待公开", "已决议，待公开")),
        (S.SHOWING_RESULT, ("结果公示中", "结果公示中")),
        (S.ENDED, ("已终止", "已终止")),
    ],
)
def test_what_is_awaited_is_called_as_the_law_of_the_place_calls_it(state: S, words: tuple[str, str]) -> None:
    assert tuple(four.awaited(state) for four in FOURS) == words


def test_a_resident_brings_a_topic_in(client: Client, community: Community) -> None:
    signed_in(client, community.resident)
    assert "归元寺" in page(client, "deliberation:propose_topic") or "社区" in page(
        client, "deliberation:propose_topic"
    )
    url = f"{reverse('deliberation:propose_topic')}?area={community.area}"
    answer = client.post(url, {"title": "", "text": "短", "kind": ""})
    assert answer.status_code == 422
    assert "还有内容需要更正" in answer.content.decode()
    given = {"title": "楼道的灯", "text": "三单元的灯坏了很久，想商量换成感应灯。", "kind": "700401"}
    answer = client.post(url, given, follow=True)
    assert "议题已提出" in answer.content.decode()
    assert "楼道的灯" in answer.content.decode()


def test_a_topic_sent_twice_is_one_topic(client: Client, community: Community) -> None:
    signed_in(client, community.resident)
    url = f"{reverse('deliberation:propose_topic')}?area={community.area}"
    given = {"title": "楼道的灯", "text": "三单元的灯坏了很久，想商量换成感应灯。", "kind": "700401"}
    given["once"] = "0b0cf7f4-9d5b-4c43-a3d9-0c8a6a6d3a11"
    client.post(url, given)
    again = client.post(url, given, follow=True).content.decode()
    assert "您已经提交过" in again
    assert "楼道的灯" in again
    assert Matter.objects.filter(title="楼道的灯").count() == 1


def test_a_topic_too_short_to_be_understood_is_asked_for_in_more_words(
    client: Client, community: Community
) -> None:
    signed_in(client, community.resident)
    url = f"{reverse('deliberation:propose_topic')}?area={community.area}"
    said = client.post(url, {"title": "灯", "text": "灯坏了", "kind": "700401"}).content.decode()
    assert "至少4个字，您写了1个字。请再写详细一些。" in said
    assert "至少10个字，您写了3个字。请再写详细一些。" in said


def test_a_visitor_is_asked_to_sign_in_before_a_topic(client: Client, ground: None) -> None:
    assert client.get(reverse("deliberation:propose_topic")).status_code == 302


def test_who_has_no_home_here_is_asked_where(client: Client, ground: None) -> None:
    client.force_login(Account.objects.create(username="x", name="外来", registered_at=MONDAY))
    assert "在哪个村（社区）" in page(client, "deliberation:propose_topic")
    found = page(client, "deliberation:propose_topic", where="1", q="社区")
    assert re.search(r'href="\?area=\d{12}"', found)
    assert "没有找到名称里有" in page(client, "deliberation:propose_topic", where="1", q="无此村")


def test_the_secretary_proposes_and_a_villager_is_told_who_may(client: Client, village: Village) -> None:
    signed_in(client, village.villager)
    answer = client.get(reverse("deliberation:propose"))
    assert answer.status_code == 403
    assert "党组织的书记" in answer.content.decode()
    signed_in(client, village.secretary)
    assert "任何一步都不能跳过" in page(client, "deliberation:propose")
    given = {"title": "修建文化广场", "text": "在村口修建，预算30万元。", "kind": "700101"}
    answer = client.post(reverse("deliberation:propose"), given, follow=True)
    assert "接下来由“两委”会议商议" in answer.content.decode()
    wrong = client.post(reverse("deliberation:propose"), given | {"kind": "700201"})
    assert wrong.status_code == 422


def test_the_six_stages_stand_on_the_page_with_their_counts(client: Client, village: Village) -> None:
    matter, _at = brought_to(village, S.REVIEWED)
    text = page(client, "shell:open_matter", matter.number)
    assert text.count('class="stage is-') == 6
    assert text.count('class="stage is-done"') == 3
    assert text.count('class="stage is-now" aria-current="step"') == 1
    assert "应到3人，实到3人" in text
    assert "法定人数" in text
    assert "郑大江" not in text


def test_an_officer_sees_the_page_of_a_matter_too(client: Client, village: Village) -> None:
    account = Account.objects.get(pk=village.city.account)
    Mandate.objects.create(account=account, role="city_officer", area_code="50", since=MONDAY.date())
    client.force_login(account)
    matter, _at = brought_to(village, S.DONE)
    assert "四议两公开进行到哪一步" in page(client, "shell:matter", matter.number)


def test_names_stand_nowhere_public_unless_somebody_wished_it(client: Client, community: Community) -> None:
    matter = take(topic(community, community.resident), "accept", community.clerk, MONDAY)
    paper = {"name": "何大爷", "home": "3栋", "opinion": "西侧好。"}
    matter = take(matter, "enter_statement", community.clerk, MONDAY + DAY, files=1, **paper)
    matter = take(matter, "speak", community.resident, MONDAY + DAY, opinion="东侧。")
    text = page(client, "shell:open_matter", matter.number)
    assert "西侧好。" in text
    assert "东侧。" in text
    assert "何大爷" not in text
    assert "陈秀兰" not in text
    matter = take(matter, "speak", community.resident, MONDAY + DAY, opinion="东侧。", named=True)
    assert "陈秀兰" in page(client, "shell:open_matter", matter.number)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: p.key)
def test_every_procedure_is_drawn_for_everybody(client: Client, ground: None, procedure: Procedure) -> None:
    text = page(client, "shell:procedure", procedure.key)
    assert "村（居）民委员会" in text
    assert client.get(reverse("shell:bpmn", args=[procedure.key])).status_code == 200
