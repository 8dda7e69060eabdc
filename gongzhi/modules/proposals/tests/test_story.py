"""A proposal from intake to its end: who may do what, what is frozen, handled once more, what was promised."""

from datetime import timedelta
from pathlib import Path

import pytest

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.indicators.selectors import values
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Clock, Kind, Message
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.record.models import Entry, PersonalField
from gongzhi.kernel.record.services import deliver
from gongzhi.lib.periods import Period
from gongzhi.modules.proposals import selectors
from gongzhi.modules.proposals.factories import DOCUMENT, HELPERS, World, matter_of, reload
from gongzhi.modules.proposals.services import Intake, take_in
from gongzhi.modules.proposals.services.demonstrating import Story
from gongzhi.modules.proposals.vocabulary import Light, Openness, Satisfaction, Sort

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def rate(story: Story, key: str) -> str:
    on = story.now.date()
    return values([key], period=Period.parse("2026"), on=on)[key].shown


def test_a_proposal_goes_from_intake_to_its_end(world: World) -> None:
    story = world.in_hand(*HELPERS)
    for code in HELPERS:
        story.take("contribute", world.cast.helpers[code], opinion="同意。")
    story.draft("收悉。今年已答复{{ proposals.answered }}件。", "A")
    story.agree(*HELPERS)
    story.sign(DOCUMENT)
    reply = reload(story).replies.get()
    assert (reply.text, reply.timely, reply.issuer) == ("收悉。今年已答复0件。", True, "重庆市民政局")
    story.take("publish", world.cast.drafter, summary="")
    story.receive(Satisfaction.SATISFIED)
    story.take("close", world.cast.drafter)
    assert matter_of(story).closed_at
    published = Publication.objects.get()
    assert published.matter_id == story.key
    assert published.files.get().name == f"{DOCUMENT}.pdf"
    for key in ("satisfaction", "punctuality", "publicity"):
        assert rate(story, f"proposals.{key}") == "100.0"


def test_figures_are_frozen_when_the_reply_is_signed(world: World) -> None:
    story = world.signed("已答复{{ proposals.answered }}件。")
    reply = reload(story).replies.get()
    assert rate(story, "proposals.answered") == "1"  # the reply itself counts from its signature on
    assert reply.text == "已答复0件。"
    assert reply.figures[0]["key"] == "proposals.answered"
    assert reply.figures[0]["period"] == "2026年1月1日至2026年3月8日"
    entry = Entry.objects.get(kind="proposals.signed")
    assert entry.payload["figures"] == reply.figures
    assert "#" in entry.payload["text"]  # a reply that is not published stands in no certificate
    assert PersonalField.objects.get(entry=entry, name="text").value == reply.text


def test_whoever_drafted_may_not_sign(world: World) -> None:
    story = world.in_hand()
    story.draft("收悉。", "A")
    story.take("submit", world.cast.drafter)
    with pytest.raises(Refused, match="起草人不能签发"):
        story.take("sign", world.cast.drafter, document=DOCUMENT, signer="向明远", openness=Openness.WHOLE)


def test_a_document_number_is_given_once(world: World) -> None:
    world.signed()
    other = world.story(number="0630")
    other.hand_over()
    other.draft("收悉。", "C")
    with pytest.raises(Refused, match="已经用过"):
        other.sign(DOCUMENT)


def test_a_number_is_taken_in_once_a_session(world: World) -> None:
    world.story()
    with pytest.raises(Refused, match="已经登记过"):
        world.story()


def test_only_the_government_takes_proposals_in(world: World) -> None:
    world.cast.office = world.cast.deputy
    with pytest.raises(Refused, match="只有本级政府"):
        world.story()


def test_a_draft_with_co_organisers_waits_for_them_until_their_own_term_is_over(world: World) -> None:
    story = world.in_hand(*HELPERS)
    story.take("contribute", world.cast.helpers[HELPERS[0]], opinion="同意。")
    story.draft("收悉。", "A")
    with pytest.raises(Refused, match="还在等协办意见：重庆市住房"):
        story.take("circulate", world.cast.drafter)
    story.take("circulate", world.cast.drafter, after=34)
    with pytest.raises(Refused, match="还没有会签：重庆市司法局、重庆市住房"):
        story.take("submit", world.cast.drafter)


def test_an_objection_when_countersigning_brings_the_draft_back(world: World) -> None:
    story = world.in_hand(HELPERS[0])
    helper = world.cast.helpers[HELPERS[0]]
    story.take("contribute", helper, opinion="同意。")
    story.draft("收悉。", "A")
    story.take("circulate", world.cast.drafter)
    with pytest.raises(Refused, match="不能改草稿"):
        story.draft("改了。", "A")
    story.take("object", helper, reason="第二段数据有误。")
    story.draft("改了。", "A")
    story.agree(HELPERS[0])
    story.sign(DOCUMENT)
    assert reload(story).replies.get().text == "改了。"


def test_an_unsatisfied_deputy_has_it_handled_once_more(world: World) -> None:
    story = world.signed()
    story.take("dissatisfied", world.cast.deputy, reason="没有说清。")
    assert matter_of(story).state == "in_hand"
    story.draft("再次答复。", "A")
    story.sign("渝民函〔2026〕13号")
    with pytest.raises(Refused, match="已经再次办理过"):
        story.take("dissatisfied", world.cast.deputy, reason="还是不清楚。")
    story.take("still_dissatisfied", world.cast.deputy, reason="还是不清楚。")
    assert [r.round for r in selectors.replies(reload(story))] == [1, 2]
    assert (rate(story, "proposals.satisfaction"), rate(story, "proposals.answered")) == ("0.0", "1")


def test_a_receipt_that_never_comes_does_not_count(world: World) -> None:
    story = world.signed()
    story.wait(40)
    assert matter_of(story).state == "heard"
    assert (reload(story).satisfaction, rate(story, "proposals.satisfaction")) == ("", "—")


def test_promises_are_followed_to_their_day(world: World) -> None:
    story = world.signed(reply_class="B", promises=("公布缺口", "补足人员"))
    story.take("publish", world.cast.drafter, summary="")
    story.receive(Satisfaction.MOSTLY)
    clock = Clock.objects.get(matter=story.key, rule="fulfilment", state="running")
    first = reload(story).commitments.order_by("place").first()
    assert first
    assert clock.due_at.date() >= first.due_on
    with pytest.raises(Refused, match="还有2项承诺"):
        story.take("close", world.cast.drafter)
    story.take("fulfil", world.cast.drafter, place=1, result="已公布。")
    assert rate(story, "proposals.fulfilment") == "50.0"
    story.take("fulfil", world.cast.drafter, place=2, result="已补足。")
    story.take("close", world.cast.drafter)
    assert rate(story, "proposals.fulfilment") == "100.0"


def test_class_b_promises_something(world: World) -> None:
    story = world.in_hand()
    with pytest.raises(Refused, match="至少写明一项承诺"):
        story.draft("收悉。", "B")


def test_an_unpublished_reply_is_not_closed_unless_it_was_signed_as_not_public(world: World) -> None:
    story = world.signed()
    story.receive(Satisfaction.SATISFIED)
    with pytest.raises(Refused, match="答复还没有公开"):
        story.take("close", world.cast.drafter)


def test_a_summary_is_published_without_the_paper(world: World) -> None:
    story = world.in_hand()
    story.draft("收悉。内部情况。", "A")
    story.take("submit", world.cast.drafter)
    story.take("sign", world.cast.signer, document=DOCUMENT, signer="代春晖", openness=Openness.PART)
    with pytest.raises(Refused, match="请填写摘要"):
        story.take("publish", world.cast.drafter, summary="")
    story.take("publish", world.cast.drafter, summary="已经办好。")
    published = Publication.objects.get()
    assert (published.text, published.files.count()) == ("已经办好。", 0)


def test_three_months_may_become_six_at_most(world: World) -> None:
    story = world.in_hand()
    with pytest.raises(Refused, match="最多可以延长92日"):
        story.take("ask_extension", world.cast.drafter, days=93, reason="情况复杂")
    story.take("ask_extension", world.cast.drafter, days=92, reason="情况复杂")
    story.take("grant_extension", world.cast.office)
    clock = Clock.objects.get(matter=story.key, rule="answer")
    assert clock.due_at - clock.started_at < 184 * DAY


def test_an_office_that_is_not_in_charge_gives_it_back(world: World) -> None:
    story = world.story()
    story.take("assign", world.cast.office, body=Organisation.objects.get(code="50:civil"), bodies=[])
    story.take("return_back", world.cast.drafter, reason="不属于本单位职责")
    assert matter_of(story).responsible.code == "50"
    assert matter_of(story).state == "received"


def test_the_colours_go_from_green_to_red(world: World) -> None:
    story = world.in_hand()
    seen = []
    for days in (0, 65, 12, 15):
        story.wait(days)
        seen.append(selectors.light_of(matter_of(story), story.now))
        rows = selectors.found(selectors.Filters(area="50", light=seen[-1]), at=story.now)
        assert [p.pk for p in rows] == [story.key]
    assert seen == [Light.GREEN, Light.BLUE, Light.YELLOW, Light.RED]


def test_deputies_are_told_and_offices_are_counted(world: World) -> None:
    story = world.signed()
    while deliver(at=story.now):
        pass
    told = Message.objects.filter(account=world.cast.deputy.uuid).values_list("text", flat=True)
    assert any(DOCUMENT in text for text in told)
    rates = selectors.rates(selectors.Filters(area="50"), at=story.now)
    assert [(r.name, r.answered, r.punctuality, r.satisfaction) for r in rates] == [
        ("重庆市民政局", 1, 100.0, None),
        ("", 1, 100.0, None),
    ]


def test_what_a_township_gets_is_taken_in_at_the_township(world: World) -> None:
    assert Kind.objects.get(pk="760301").term_amount == 59
    given = Intake(
        area="50",
        sort=Sort.TOWNSHIP,
        session="镇人大",
        number="1",
        title="修路",
        body="修路",
        deputies=("甲",),
    )
    with pytest.raises(Refused, match="乡镇人大代表建议登记在乡镇"):
        take_in(given=given, actor=world.cast.office, at=world.at)
