"""Pages of proposals: lists and colours, intake, drafting with figures, papers, the deputy's receipt; the command."""

import json
import re
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from docx import Document

from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.modules.proposals.factories import DOCUMENT, MONDAY, World, matter_of, reload
from gongzhi.modules.proposals.models import Proposal
from gongzhi.modules.proposals.services.demonstrating import Story, demonstrate
from gongzhi.modules.proposals.vocabulary import Openness

DRAFT = {
    "text": "收悉。已答复{{ proposals.answered }}件。",
    "reply_class": "A",
    "contact": "向明远",
    "phone": "023-00000000",
    "p-TOTAL_FORMS": "2",
    "p-INITIAL_FORMS": "0",
}


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def signed_in(client: Client, who: Actor) -> Client:
    client.force_login(Account.objects.get(pk=who.account))
    return client


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_list_says_what_to_do_while_it_is_empty(client: Client, world: World) -> None:
    assert "还没有登记提案" in page(client, "/proposals/")
    assert "还没有可以统计的提案" in page(client, "/proposals/rates/")


def test_the_list_is_narrowed_by_state_office_class_session_colour_and_words(
    client: Client, world: World
) -> None:
    story = world.signed()
    body = matter_of(story).responsible_id
    with time_machine.travel(story.now):
        for query in (
            "state=answered",
            f"body={body}",
            "class=A",
            "session=市政协六届四次会议",
            "q=0629",
            "q=调解网络",
        ):
            assert "关于加强社区治理的建议" in page(client, f"/proposals/?{query}"), query
        for query in ("state=closed", "class=B", "light=red", "q=0630", "period=2019"):
            assert "没有符合条件的提案" in page(client, f"/proposals/?{query}"), query
        assert "100.0%" in page(client, "/proposals/rates/")


def test_an_officer_takes_a_proposal_in_and_gets_the_code_once(client: Client, world: World) -> None:
    given = {
        "sort": "consultative",
        "session": "市政协六届四次会议",
        "number": "0700",
        "title": "关于充电桩的建议",
        "deputies": "甲\n乙",
        "body": "请增加充电桩。",
    }
    signed_in(client, world.cast.office)
    answer = client.post("/proposals/new/", given, follow=True)
    proposal = Proposal.objects.get()
    assert [d.name for d in proposal.deputies.order_by("place")] == ["甲", "乙"]
    assert proposal.matter.number in answer.content.decode()
    assert client.post("/proposals/new/", given).status_code == 422
    assert signed_in(client, world.cast.drafter).get("/proposals/new/").status_code == 403


def test_a_draft_is_previewed_with_links_and_saved(client: Client, world: World) -> None:
    story = world.in_hand()
    number = matter_of(story).number
    signed_in(client, world.cast.drafter)
    with time_machine.travel(story.now):
        shown = client.post(f"/proposals/{number}/draft/", {**DRAFT, "preview": "1"}).content.decode()
        assert '<a href="/figures/proposals.answered/?area=50&amp;period=2026"' in shown
        assert not reload(story).draft
        picked = {**DRAFT, "insert": "1", "figure": "proposals.received", "period": "2025", "scale": "万"}
        inserted = client.post(f"/proposals/{number}/draft/", picked).content.decode()
        assert "{{ proposals.received | period=2025 | in=万 }}" in inserted
        client.post(f"/proposals/{number}/draft/", {**DRAFT, "save": "1"})
    assert reload(story).draft == DRAFT["text"]


def test_an_unknown_figure_is_refused_with_similar_ones_and_nothing_is_lost(
    client: Client, world: World
) -> None:
    story = world.in_hand()
    number = matter_of(story).number
    signed_in(client, world.cast.drafter)
    wrong = {**DRAFT, "text": "已答复{{ proposals.anwsered }}件。"}
    with time_machine.travel(story.now):
        for button, status in (("save", 422), ("preview", 200)):
            answer = client.post(f"/proposals/{number}/draft/", {**wrong, button: "1"})
            text = answer.content.decode()
            assert answer.status_code == status
            assert "没有“proposals.anwsered”这个指标。相近的有：proposals.answered" in text
            assert "{{ proposals.anwsered }}" in text
    assert signed_in(client, world.cast.deputy).get(f"/proposals/{number}/draft/").status_code == 403


def test_papers_of_draft_and_reply_can_be_downloaded_by_those_concerned(client: Client, world: World) -> None:
    story = world.in_hand()
    number = matter_of(story).number
    story.draft(DRAFT["text"], "A")
    assert client.get(f"/proposals/{number}/draft.pdf").status_code == 302
    signed_in(client, world.cast.signer)
    assert client.get(f"/proposals/{number}/draft.pdf").content.startswith(b"%PDF")
    story.take("submit", world.cast.drafter)
    story.take("sign", world.cast.signer, document=DOCUMENT, signer="代春晖", openness=Openness.NONE)
    made = Document(BytesIO(client.get(f"/proposals/{number}/replies/1.docx").content))
    assert DOCUMENT in [p.text for p in made.paragraphs]
    assert "文中数据" in page(client, f"/proposals/{number}/replies/1/")
    assert client.get(f"/proposals/{number}/replies/1.odt").status_code == 404
    assert Client().get(f"/proposals/{number}/replies/1/").status_code == 403
    assert "收悉" in page(signed_in(Client(), world.cast.deputy), f"/proposals/{number}/replies/1/")


def test_a_deputy_without_an_account_answers_by_number_and_code(client: Client, world: World) -> None:
    story = world.story(account=None)
    code = story.code
    story.hand_over()
    story.draft("收悉。", "C")
    story.sign(DOCUMENT)
    number = matter_of(story).number
    with time_machine.travel(story.now + timedelta(days=1)):
        assert client.get(f"/proposals/{number}/receipt/").status_code == 302
        assert client.post("/proposals/receipt/", {"number": number, "code": "AAAAAA"}).status_code == 422
        answer = client.post("/proposals/receipt/", {"number": number, "code": code}, follow=True)
        assert DOCUMENT in answer.content.decode()
        assert "收悉" in page(client, f"/proposals/{number}/replies/1/")
        assert client.post(f"/proposals/{number}/receipt/", {"step": "receive"}).status_code == 422
        said = {"step": "receive", "receive-satisfaction": "mostly", "receive-words": ""}
        answer = client.post(f"/proposals/{number}/receipt/", said, follow=True)
    assert "您的意见：基本满意" in answer.content.decode()
    assert reload(story).satisfaction == "mostly"


def test_what_offices_write_to_each_other_is_not_for_everybody(client: Client, world: World) -> None:
    story: Story = world.in_hand("50:justice")
    story.take("contribute", world.cast.helpers["50:justice"], opinion="内部意见在此")
    number = matter_of(story).number
    with time_machine.travel(story.now):
        shown = page(client, f"/o/{number}/")
        assert "提交协办意见" in shown
        assert "内部意见在此" not in shown
        assert "内部意见在此" in page(signed_in(client, world.cast.drafter), f"/m/{number}/")


def test_the_command_writes_the_reply_of_the_demo_with_todays_figures(world: World, tmp_path: Path) -> None:
    assert demonstrate(MONDAY + timedelta(days=120)) == 7
    out = StringIO()
    call_command("proposal_reply", "629", "--json", "--out", str(tmp_path), stdout=out)
    answer = json.loads(out.getvalue())
    assert [Path(f).name for f in answer["files"]] == ["0629.docx", "0629.pdf"]
    assert (tmp_path / "0629.pdf").read_bytes().startswith(b"%PDF")
    texts = [p.text for p in Document(tmp_path / "0629.docx").paragraphs]
    assert any(re.search(r"已答复提案和建议\d+件", text) for text in texts)
    assert not any("{{" in text for text in texts)
    with pytest.raises(CommandError, match="没有编号为9999的提案"):
        call_command("proposal_reply", "9999")
    with pytest.raises(CommandError, match="还没有起草答复"):
        call_command("proposal_reply", "0688")
    with pytest.raises(CommandError, match="还没有签发的答复"):
        call_command("proposal_reply", "0629", "--signed")
