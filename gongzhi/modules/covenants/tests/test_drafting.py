"""Drafting: clauses as rows, hints that must be answered, a draft discussed again when it changes."""

import pytest

from gongzhi.kernel.matters.errors import Refused, Stale
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.modules.covenants.factories import COMMUNITY, ROWS, World, officer, reload
from gongzhi.modules.covenants.procedures import PROCEDURES, RESIDENTS_COVENANT
from gongzhi.modules.covenants.procedures.collisions import digest_of
from gongzhi.modules.covenants.selectors import compare, full_text, themes
from gongzhi.modules.covenants.services import Draft, Row, Said, amend, begin, save_draft
from gongzhi.modules.covenants.services.demonstrating import Story

CLERK = officer(Role.COMMUNITY_WORKER, COMMUNITY)
FINE = Row(theme="own", own_theme="停车", text="乱停车罚款五十元。")


def test_clauses_are_numbered_in_order_and_read_by_theme(world: World) -> None:
    story = world.story(rows=(*ROWS, Row(theme="banquets", text="每桌不超过三百元。")))
    assert [(h, [c.number for c in rows]) for h, rows in themes(story.covenant)] == [
        ("滥办酒席", [1, 4]),
        ("拒绝赡养老人", [2]),
        ("环境卫生", [3]),
    ]


def test_a_draft_without_clauses_is_not_heard(world: World) -> None:
    story = world.story(rows=())
    with pytest.raises(Refused, match="还没有条文"):
        story.take("hear", households=10, how="院坝会")


def test_a_hint_must_be_answered_before_the_draft_goes_to_review(world: World) -> None:
    story = world.heard(rows=(*ROWS, FINE))
    assert story.covenant.open_hints == 1
    story.take("discuss", opinion="同意")
    with pytest.raises(Refused, match="1处法律提示"):
        story.take("submit")
    answered = {("fines", digest_of(FINE.text)): "改为劝导之前先这样写，下一稿删去"}
    story.write("人人遵守。", (*ROWS, FINE), answers=answered)
    assert reload(story.covenant).open_hints == 0
    story.take("submit")


def test_an_answer_goes_with_its_words_and_not_with_others(world: World) -> None:
    story = world.story(rows=(FINE,))
    story.write("", (FINE,), answers={("fines", digest_of(FINE.text)): "理由"})
    story.write("", (Row(theme="own", own_theme="停车", text="乱停车罚款五百元。"),))
    assert story.covenant.open_hints == 1


def test_an_answer_to_a_hint_that_is_not_there_is_not_kept(world: World) -> None:
    story = world.story()
    story.write("", ROWS, answers={("fines", "0" * 16): "x", ("nonsense", "y"): "z"})
    assert not story.covenant.hint_answers.exists()


def test_a_text_that_changed_is_discussed_by_the_party_organisation_again(world: World) -> None:
    story = world.heard()
    story.take("discuss", opinion="同意", by=world.seated("deputy"))
    story.write("人人遵守。", (*ROWS, Row(theme="waste", text="吃席光盘。")))
    with pytest.raises(Refused, match="党组织"):
        story.take("submit")


def test_a_draft_at_review_is_not_written_any_more(world: World) -> None:
    story = world.ready()
    with pytest.raises(Refused):
        story.write("", ROWS)


def test_two_who_write_at_once_do_not_overwrite_each_other(world: World) -> None:
    story = world.story()
    seen = story.matter.version
    story.write("甲", ROWS)
    with pytest.raises(Stale):
        save_draft(
            matter_id=story.covenant.pk,
            given=Draft(preamble="乙", rows=ROWS),
            actor=world.seated("accountant"),
            at=story.now,
            version=seen,
        )


def test_only_the_committee_begins_and_amends(world: World) -> None:
    for who in (world.villager, world.township, world.seated("rep02"), CLERK):
        with pytest.raises(Refused):
            begin(area="500112143210", name="村规民约", reason="要有", actor=who, at=world.at)
    covenant = world.in_force().covenant
    with pytest.raises(Refused):
        amend(of=covenant, reason="要改", actor=world.villager, at=world.at)


def test_a_member_of_the_committee_begins_by_their_seat_alone(world: World) -> None:
    begun = begin(
        area="500112143210", name="约", reason="要有", actor=world.seated("accountant"), at=world.at
    )
    assert begun.matter.kind_id == "710101"


def test_a_district_makes_no_covenant(world: World) -> None:
    with pytest.raises(Refused, match="村、社区"):
        begin(area="500112", name="约", reason="要有", actor=world.clerk, at=world.at)


def test_an_urban_community_goes_by_the_residents_law(world: World) -> None:
    begun = begin(area=COMMUNITY, name="居民公约", reason="要有", actor=CLERK, at=world.at)
    assert (begun.matter.procedure, begun.matter.kind_id) == ("covenants.residents", "710102")


def test_two_versions_are_laid_side_by_side(world: World) -> None:
    story = world.in_force()
    first = story.covenant
    story.amend("修改")
    story.write(
        "",
        (ROWS[1], Row(theme="banquets", text="红事只办婚嫁，白事不办。"), Row(theme="waste", text="光盘。")),
    )
    pairs = compare(first, story.covenant)
    assert [(p.old and p.old.number, p.new and p.new.number, p.change) for p in pairs] == [
        (2, 1, "same"),
        (1, 2, "changed"),
        (None, 3, "added"),
        (3, None, "removed"),
    ]
    changed = pairs[1]
    assert "".join(t for _m, t in changed.old_parts) == ROWS[0].text
    assert any(m for m, _t in changed.new_parts)


def test_the_full_text_names_the_day_it_begins(world: World) -> None:
    story = world.story(rows=())
    story.write("开头。", ROWS[:1], effective_on=world.at.date())
    assert (
        full_text(story.covenant)
        == "开头。\n第1条（滥办酒席）红事只办婚嫁，白事只办丧葬。\n本公约自2026-03-02起施行。"
    )


def test_residents_may_authorise_their_representatives_and_villagers_may_not() -> None:
    village, residents = ({step.key for step in p.steps} for p in PROCEDURES)
    assert residents - village == {"authorise", "delegated", "delegated_rejected"}


def test_the_representatives_vote_only_when_the_residents_have_authorised_them(world: World) -> None:
    township = officer(Role.SUBDISTRICT_OFFICER, COMMUNITY[:9])
    story = Story(COMMUNITY, CLERK, township, world.at)
    story.begin("居民公约", "要有")
    story.write("", ROWS)
    story.hear([Said(household="3栋101", stance="for")])
    story.review()
    step = RESIDENTS_COVENANT.step("delegated")
    assert "没有授权" in str(step.guard(story.matter, story.now))
    story.take("authorise", decision="2026年1月居民会议")
    assert step.guard(story.matter, story.now) == ""
