"""四议两公开 to its end: in a village, in an urban community, with objections, with what was not carried."""

from datetime import timedelta

import pytest

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter, Meeting
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.publications.services.objecting import decide
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import verify
from gongzhi.modules.deliberation.factories import (
    DAY,
    MONDAY,
    NOTICE,
    Community,
    Village,
    meet,
    pass_time,
    take,
)
from gongzhi.modules.deliberation.models import Proposal
from gongzhi.modules.deliberation.selectors.stages import stages
from gongzhi.modules.deliberation.services import Proposed, propose
from gongzhi.modules.deliberation.vocabulary import Four as S

from .way import RESULT, brought_to, consult, resolve, review


def test_a_village_goes_through_every_step_to_the_end(village: Village) -> None:
    matter, at = brought_to(village, S.CARRYING)
    matter = take(matter, "progress", village.deputy, at, files=2, progress="路基已完成。")
    matter = take(matter, "progress", village.deputy, at + DAY, files=1, progress="已硬化600米。")
    matter = take(matter, "complete", village.deputy, at + 2 * DAY, summary="完工。")
    matter = take(matter, "publish_result", village.secretary, at + 3 * DAY, **RESULT)
    pass_time(at + 20 * DAY)
    matter.refresh_from_db()
    assert (matter.state, matter.closed_at is not None) == (S.DONE, True)
    kinds = list(Entry.objects.filter(stream=matter.pk).order_by("seq").values_list("kind", flat=True))
    ours = [kind.partition(".")[2] for kind in kinds if kind.startswith("deliberation.")]
    assert ours == [
        "proposed",
        "consult_carried",
        "review_carried",
        "resolve_carried",
        "published_resolution",
        "closed_resolution",
        "progressed",
        "progressed",
        "completed",
        "published_result",
        "closed_result",
    ]
    assert verify()[2] is None
    assert not matter.overdue


def test_twelve_of_fifteen_representatives_decide_with_their_article(village: Village) -> None:
    matter, _at = brought_to(village, S.RESOLVED)
    said = Entry.objects.get(stream=matter.pk, kind="deliberation.resolve_carried").payload
    assert (said["meeting"]["members"], said["meeting"]["present"], said["meeting"]["yes"]) == (15, 12, 11)
    assert said["meeting"]["law"] == "《村民委员会组织法》第三十条"
    assert (said["meeting"]["representatives"], said["meeting"]["women_representatives"]) == (12, 6)


def test_nine_of_fifteen_are_refused_as_invalid_and_the_meeting_is_called_again(village: Village) -> None:
    matter, at = brought_to(village, S.REVIEWED)
    rule = "village_representatives"
    matter = meet(matter, "resolve", rule, village.secretary, at, present=9, yes=9)
    meeting = matter.meetings.get(decision="resolve")
    assert (matter.state, meeting.valid, meeting.passed) == (S.REVIEWED, False, False)
    assert Entry.objects.get(kind="matters.meeting_invalid").payload["law"] == "《村民委员会组织法》第三十条"
    assert "有1次会议因不符合法定条件无效" in stages(matter)[3].notes
    assert resolve(village, matter, at + 5 * DAY).state == S.RESOLVED


@pytest.mark.parametrize(
    ("state", "decision", "rule", "present", "yes"),
    [
        (S.PROPOSED, "consult", "two_committees", 3, 1),
        (S.CONSULTED, "review", "party_members", 8, 4),
        (S.REVIEWED, "resolve", "village_representatives", 12, 6),
    ],
)
def test_what_a_meeting_does_not_carry_goes_back_to_the_proposer_and_begins_anew(
    village: Village, state: S, decision: str, rule: str, present: int, yes: int
) -> None:
    matter, at = brought_to(village, state)
    no = present - yes
    matter = meet(matter, decision, rule, village.secretary, at, present=present, yes=yes, no=no)
    assert matter.state == S.REVISING
    with pytest.raises(Refused):
        review(village, matter, at + 3 * DAY)
    matter = take(
        matter, "revise", village.secretary, at + 3 * DAY, text="只修500米，预算7万元。", reason="预算过高"
    )
    assert matter.state == S.PROPOSED
    assert Proposal.objects.get(pk=matter.pk).version == 2
    assert [stage.state for stage in stages(matter)] == ["done", "now", *["todo"] * 4]
    assert consult(village, matter, at + 4 * DAY).state == S.CONSULTED


def test_what_was_not_carried_may_be_ended_with_reasons(village: Village) -> None:
    matter = meet(
        village.propose(), "consult", "two_committees", village.secretary, MONDAY, present=3, yes=0, no=3
    )
    matter = take(matter, "end", village.secretary, MONDAY + 3 * DAY, reason="资金没有落实")
    assert (matter.state, matter.label) == (S.ENDED, "已终止")


def test_a_proposal_is_not_ended_while_a_meeting_is_called(village: Village) -> None:
    matter, at = brought_to(village, S.REVIEWED)
    rule = "village_representatives"
    meet(matter, "resolve", rule, village.secretary, at, present=0, yes=0)
    assert Meeting.objects.get(decision="resolve").state == Meeting.State.CLOSED
    take(matter, "end", village.secretary, at + 4 * DAY, reason="不再需要")


def test_the_assembly_of_all_may_decide_instead_with_ten_days_notice(village: Village) -> None:
    matter, at = brought_to(village, S.REVIEWED)
    by_all = {"members": 400, "present": 300, "yes": 280, "no": 20}
    given = ("resolve_by_all", "village_assembly_households", village.secretary)
    matter = meet(matter, *given, at, starts=at + 5 * DAY, **by_all)
    assert matter.state == S.REVIEWED
    assert matter.meetings.get(decision="resolve_by_all").valid is False
    matter = meet(matter, *given, at + 6 * DAY, starts=at + 17 * DAY, **by_all)
    assert matter.state == S.RESOLVED


def test_a_dismissed_objection_stops_the_time_and_then_it_goes_on(village: Village) -> None:
    matter, at = brought_to(village, S.SHOWING_RESOLUTION)
    matter = take(matter, "object_resolution", village.villager, at + DAY, objection="预算太高。")
    pass_time(at + 20 * DAY)
    matter.refresh_from_db()
    assert matter.state == S.CONTESTED_RESOLUTION
    assert matter.overdue
    objection = matter.objections.get()
    decide(
        objection=objection,
        upheld=False,
        reasons="三家报价，取最低。",
        actor=village.deputy,
        at=at + 20 * DAY,
    )
    matter.refresh_from_db()
    assert matter.state == S.SHOWING_RESOLUTION
    pass_time(at + 30 * DAY)
    matter.refresh_from_db()
    assert matter.state == S.SHOWING_RESOLUTION
    pass_time(at + 36 * DAY)
    matter.refresh_from_db()
    assert matter.state == S.CARRYING


def test_an_upheld_objection_sends_the_resolution_back_to_the_meeting(village: Village) -> None:
    matter, at = brought_to(village, S.SHOWING_RESOLUTION)
    matter = take(matter, "object_resolution", village.villager, at + DAY, objection="占了我家的地。")
    with pytest.raises(Refused, match="还有1件异议"):
        take(matter, "reconsider", village.deputy, at + DAY, reason="改线")
    decide(
        objection=matter.objections.get(),
        upheld=True,
        reasons="线路确实占地。",
        actor=village.deputy,
        at=at + 2 * DAY,
    )
    matter = take(matter, "reconsider", village.deputy, at + 3 * DAY, reason="改线后重新决议")
    assert matter.state == S.REVIEWED
    assert [stage.state for stage in stages(matter)][2:5] == ["done", "now", "todo"]
    pass_time(at + 40 * DAY)
    matter.refresh_from_db()
    assert matter.state == S.REVIEWED
    matter = resolve(village, matter, at + 41 * DAY)
    matter = take(matter, "publish_resolution", village.secretary, at + 44 * DAY, **NOTICE)
    pass_time(at + 60 * DAY)
    matter.refresh_from_db()
    assert matter.state == S.CARRYING
    assert Publication.objects.filter(matter=matter).count() == 2


def test_an_upheld_objection_to_the_result_sends_the_work_back(village: Village) -> None:
    matter, at = brought_to(village, S.SHOWING_RESULT)
    matter = take(matter, "object_result", village.villager, at, objection="路面开裂。", named=True)
    decide(
        objection=matter.objections.get(), upheld=True, reasons="属实。", actor=village.deputy, at=at + DAY
    )
    matter = take(matter, "resume_work", village.deputy, at + 2 * DAY, reason="返工")
    assert matter.state == S.CARRYING


def test_an_urban_community_goes_by_its_own_law(community: Community) -> None:
    matter, at = community.propose(), MONDAY
    assert matter.procedure == "deliberation.residents_deliberations"
    who = community.secretary
    matter = meet(matter, "consult", "residents_two_committees", who, at, present=5, yes=5)
    matter = meet(matter, "review", "party_members", who, at + 3 * DAY, present=8, yes=8)
    matter = meet(matter, "resolve", "residents_representatives", who, at + 6 * DAY, present=17, yes=15, no=2)
    assert matter.state == S.RESOLVED
    laws = {e.kind: e.payload.get("law") for e in Entry.objects.filter(stream=matter.pk)}
    assert laws["deliberation.resolve_carried"] == "《城市居民委员会组织法》第二十八条"
    matter = take(matter, "publish_resolution", community.clerk, at + 9 * DAY, **NOTICE)
    notice = Publication.objects.get(matter=matter)
    assert notice.law == "《城市居民委员会组织法》第三十四条"
    assert notice.stands_until - notice.published_at >= timedelta(days=15)
    pass_time(at + 26 * DAY)
    matter.refresh_from_db()
    assert matter.state == S.CARRYING


def test_a_community_without_two_thirds_present_decides_nothing(community: Community) -> None:
    who = community.secretary
    matter = meet(community.propose(), "consult", "residents_two_committees", who, MONDAY, present=5, yes=5)
    matter = meet(matter, "review", "party_members", who, MONDAY + 3 * DAY, present=8, yes=8)
    matter = meet(matter, "resolve", "residents_representatives", who, MONDAY + 6 * DAY, present=16, yes=16)
    assert matter.state == S.REVIEWED
    assert matter.meetings.get(decision="resolve").valid is False


def test_only_the_party_organisation_or_its_clerk_proposes(village: Village) -> None:
    for who in (village.villager, village.representative, village.city):
        with pytest.raises(Refused, match="党组织"):
            village.propose(who=who)
    assert village.propose(who=village.deputy).state == S.PROPOSED
    assert village.propose(who=village.clerk).state == S.PROPOSED


def test_what_only_the_other_law_lists_cannot_be_proposed(village: Village, community: Community) -> None:
    given = {"title": "预算", "text": "集体经济收益的使用。", "kind": Kind.objects.get(pk="700203")}
    with pytest.raises(Refused, match="不是这里"):
        propose(given=Proposed(area_code=village.area, **given), actor=village.secretary, at=MONDAY)


def test_a_resolution_that_nobody_publishes_turns_red_and_climbs(village: Village) -> None:
    matter, at = brought_to(village, S.RESOLVED)
    pass_time(at + 12 * DAY)
    matter.refresh_from_db()
    assert matter.overdue
    assert matter.tasks.filter(purpose="supervise").exists()
    assert Matter.objects.get(pk=matter.pk).state == S.RESOLVED
