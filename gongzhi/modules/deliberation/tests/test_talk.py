"""A topic from the idea to the evaluation: each person counted once, nothing lost that was agreed."""

from datetime import datetime

import pytest

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, Message
from gongzhi.kernel.people.actor import ANONYMOUS
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import deliver
from gongzhi.modules.deliberation.factories import (
    DAY,
    MONDAY,
    Community,
    Village,
    newcomer,
    pass_time,
    take,
    topic,
)
from gongzhi.modules.deliberation.models import Participant, Rating, Statement, Topic
from gongzhi.modules.deliberation.selectors.talks import voices
from gongzhi.modules.deliberation.vocabulary import Talk as S

MINUTES = {"minutes": "陈秀兰说楼道充电不安全；物业说西侧可建。", "people": "陈秀兰 居民\n赵经理 物业"}
AGREED = {"outcome": "agreed", "agreed": "在西侧建20个车位的充电棚。", "open_points": ""}
NOTICE = {"title": "关于充电棚的协商结果", "text": "在西侧建充电棚。"}


def prepared(community: Community, at: datetime = MONDAY) -> Matter:
    matter = take(topic(community, community.resident, at), "accept", community.clerk, at + DAY)
    plan = {"form": "council", "starts": at + 10 * DAY, "place": "社区议事厅"}
    return take(matter, "choose_form", community.clerk, at + 2 * DAY, **plan)


def held(community: Community, **more: str) -> Matter:
    given = {**MINUTES, **AGREED, **more}
    return take(prepared(community), "hold", community.clerk, MONDAY + 10 * DAY, files=1, **given)


def carrying(community: Community) -> Matter:
    given = {**NOTICE, "duty": "物业公司三个月内建成"}
    return take(held(community), "publish_result", community.clerk, MONDAY + 11 * DAY, **given)


def test_a_topic_is_talked_over_carried_out_and_evaluated(community: Community) -> None:
    matter = prepared(community)
    matter = take(matter, "speak", community.resident, MONDAY + 3 * DAY, opinion="建议装在西侧。")
    matter = take(matter, "invite", community.clerk, MONDAY + 3 * DAY, people="赵经理 物业\n程敏 书记")
    matter = take(matter, "hold", community.clerk, MONDAY + 10 * DAY, files=1, **MINUTES, **AGREED)
    assert Participant.objects.filter(matter=matter, came=True).count() == 2
    given = {**NOTICE, "duty": "物业公司三个月内建成"}
    matter = take(matter, "publish_result", community.clerk, MONDAY + 11 * DAY, **given)
    notice = Publication.objects.get(matter=matter)
    assert (notice.kind, notice.law) == ("deliberation.agreement", "《城市居民委员会组织法》第三十四条")
    assert notice.stands_until >= notice.published_at + 15 * DAY
    matter = take(matter, "progress", community.clerk, MONDAY + 20 * DAY, files=1, progress="已开工。")
    report = {"title": "充电棚已建成", "text": "20个车位，已投入使用。"}
    matter = take(matter, "report", community.clerk, MONDAY + 60 * DAY, **report)
    matter = take(matter, "rate", community.resident, MONDAY + 61 * DAY, stars=5, words="好")
    matter = take(matter, "rate", community.resident, MONDAY + 62 * DAY, stars=4, words="再看看")
    assert Rating.objects.get().stars == 4
    pass_time(MONDAY + 75 * DAY)
    matter.refresh_from_db()
    assert (matter.state, matter.overdue) == (S.CLOSED, False)


def test_who_raised_it_is_told_and_stays_without_a_name(community: Community) -> None:
    matter = take(topic(community, community.resident), "accept", community.clerk, MONDAY + DAY)
    while deliver(at=MONDAY + DAY):
        pass
    assert Message.objects.get(reporter__matter=matter).text.endswith("受理议题")
    opened = Entry.objects.get(stream=matter.pk, seq=1)
    assert opened.actor == {"account": "", "role": "resident", "office": "居民", "area": ""}
    assert not opened.personal.filter(name="actor_name").exists()


def test_a_declined_topic_says_why_and_where_to_turn(community: Community) -> None:
    matter = topic(community, community.resident)
    reason = {"reason": "属于业主大会决定的事项", "turn_to": "业主委员会"}
    matter = take(matter, "decline", community.clerk, MONDAY + DAY, **reason)
    assert (matter.state, matter.closed_at is not None) == (S.DECLINED, True)


def test_a_topic_that_nobody_answers_turns_red(community: Community) -> None:
    matter = topic(community, community.resident)
    pass_time(MONDAY + 8 * DAY)
    matter.refresh_from_db()
    assert matter.overdue


def test_a_topic_of_a_case_names_it_and_only_an_office_brings_it(community: Community) -> None:
    origin = topic(community, community.resident)
    for who, source in ((community.resident, "case"), (ANONYMOUS, "resident")):
        with pytest.raises(Refused):
            topic(community, who, source=source, origin=origin)
    matter = topic(community, community.clerk, source="property", origin=origin)
    assert Topic.objects.get(pk=matter.pk).origin == origin
    assert Entry.objects.get(stream=matter.pk).payload["origin"] == origin.number
    assert Entry.objects.get(stream=matter.pk).actor["role"] == "community_worker"


def test_a_second_statement_on_screen_replaces_the_first(community: Community) -> None:
    matter = prepared(community)
    for day, words in ((3, "装在西侧。"), (4, "装在东侧。")):
        matter = take(matter, "speak", community.resident, MONDAY + day * DAY, opinion=words, named=True)
    row = Statement.objects.get(matter=matter)
    assert (row.text, row.number, row.named) == ("装在东侧。", 1, True)


def test_paper_and_screen_stand_in_one_list_and_a_namesake_is_pointed_out(community: Community) -> None:
    matter = take(prepared(community), "speak", community.resident, MONDAY + 3 * DAY, opinion="西侧。")
    paper = {"name": "陈秀兰", "home": "3栋2单元", "opinion": "西侧好。"}
    matter = take(matter, "enter_statement", community.clerk, MONDAY + 4 * DAY, files=1, **paper)
    other = {**paper, "name": "何大爷"}
    matter = take(matter, "enter_statement", community.clerk, MONDAY + 5 * DAY, files=1, **other)
    found = voices(matter, names=False)
    assert (len(found.rows), found.doubtful, found.rows[1].twin) == (3, 1, 1)
    assert [said.who for said in found.rows] == ["", "", ""]
    matter = take(matter, "check_twin", community.clerk, MONDAY + 6 * DAY, number=2, same=True)
    found = voices(matter, names=True)
    assert (found.people, found.doubtful, found.rows[1].who) == (2, 0, "陈秀兰 3栋2单元")


def test_two_people_of_one_name_each_count(community: Community) -> None:
    matter = take(prepared(community), "speak", community.resident, MONDAY + 3 * DAY, opinion="西侧。")
    paper = {"name": "陈秀兰", "home": "9栋", "opinion": "东侧好。"}
    matter = take(matter, "enter_statement", community.clerk, MONDAY + 4 * DAY, files=1, **paper)
    matter = take(matter, "check_twin", community.clerk, MONDAY + 4 * DAY, number=2, same=False)
    assert voices(matter, names=False).people == 2
    with pytest.raises(Refused, match="没有需要核对"):
        take(matter, "check_twin", community.clerk, MONDAY + 4 * DAY, number=2, same=True)


def test_a_paper_is_entered_once_and_with_its_picture(community: Community) -> None:
    matter = prepared(community)
    paper = {"name": "何大爷", "home": "3栋2单元", "opinion": "西侧好。"}
    with pytest.raises(Refused, match="照片"):
        take(matter, "enter_statement", community.clerk, MONDAY + 4 * DAY, **paper)
    matter = take(matter, "enter_statement", community.clerk, MONDAY + 4 * DAY, files=1, **paper)
    with pytest.raises(Refused, match="每人一条"):
        take(matter, "enter_statement", community.clerk, MONDAY + 5 * DAY, files=1, **paper)


def test_a_result_is_not_noted_before_the_meeting_nor_without_the_sheet(community: Community) -> None:
    matter = prepared(community)
    given = {**MINUTES, **AGREED}
    with pytest.raises(Refused, match="开会以后"):
        take(matter, "hold", community.clerk, MONDAY + 9 * DAY, files=1, **given)
    with pytest.raises(Refused, match="签到表"):
        take(matter, "hold", community.clerk, MONDAY + 10 * DAY, **given)
    for gap in ({"agreed": ""}, {"outcome": "partly"}, {"people": " \n"}):
        with pytest.raises(Refused):
            take(matter, "hold", community.clerk, MONDAY + 10 * DAY, files=1, **given | gap)
    assert Statement.objects.count() == Participant.objects.count() == 0


def test_a_meeting_that_is_put_off_keeps_what_was_said(community: Community) -> None:
    matter = take(prepared(community), "speak", community.resident, MONDAY + 3 * DAY, opinion="西侧。")
    later = {"starts": MONDAY + 15 * DAY, "place": "小区广场", "reason": "下雨"}
    matter = take(matter, "reschedule", community.clerk, MONDAY + 9 * DAY, **later)
    assert Topic.objects.get(pk=matter.pk).place == "小区广场"
    with pytest.raises(Refused, match="在现在之后"):
        take(matter, "reschedule", community.clerk, MONDAY + 16 * DAY, **later)
    assert voices(matter, names=False).people == 1


def test_what_was_not_agreed_is_published_and_talked_over_again_or_ended(community: Community) -> None:
    matter = held(community, outcome="none", agreed="", open_points="选址没有一致。")
    with pytest.raises(Refused, match="没有达成一致"):
        take(matter, "publish_result", community.clerk, MONDAY + 11 * DAY, **NOTICE, duty="物业")
    matter = take(matter, "publish_unsettled", community.clerk, MONDAY + 11 * DAY, **NOTICE)
    assert matter.state == S.UNSETTLED
    again = take(matter, "again", community.clerk, MONDAY + 12 * DAY, reason="物业提出了新方案")
    assert again.state == S.ACCEPTED


def test_what_was_not_agreed_may_be_dropped_only_with_reasons(community: Community) -> None:
    matter = held(community, outcome="none", agreed="", open_points="选址没有一致。")
    matter = take(matter, "publish_unsettled", community.clerk, MONDAY + 11 * DAY, **NOTICE)
    matter = take(matter, "drop", community.clerk, MONDAY + 12 * DAY, reason="多数人不愿再议")
    assert matter.state == S.DROPPED


def test_what_was_agreed_cannot_be_dropped_and_turns_red(community: Community) -> None:
    matter = carrying(community)
    for step in ("drop", "again", "decline"):
        with pytest.raises(Refused):
            take(matter, step, community.clerk, MONDAY + 20 * DAY, reason="不做了", turn_to="")
    pass_time(MONDAY + 110 * DAY)
    matter.refresh_from_db()
    assert (matter.state, matter.overdue) == (S.CARRYING, True)
    levels = matter.tasks.filter(purpose="supervise").count()
    pass_time(MONDAY + 118 * DAY)
    assert matter.tasks.filter(purpose="supervise").count() > levels >= 1


def test_what_was_agreed_may_be_put_to_the_meeting_of_all(community: Community) -> None:
    matter = carrying(community)
    given = {"kind": "700203", "text": "建充电棚，预算6万元，提请居民代表会议决定。"}
    matter = take(matter, "refer", community.secretary, MONDAY + 20 * DAY, **given)
    made = Topic.objects.get(pk=matter.pk).led_to
    assert (matter.state, made.state, made.procedure) == (
        S.EVALUATING,
        "proposed",
        "deliberation.residents_deliberations",
    )
    assert made.proposal.origin == matter
    pass_time(MONDAY + 40 * DAY)
    made.refresh_from_db()
    assert made.overdue


def test_only_who_took_part_evaluates(community: Community) -> None:
    report = {"title": "充电棚已建成", "text": "20个车位。"}
    matter = take(carrying(community), "report", community.clerk, MONDAY + 60 * DAY, **report)
    with pytest.raises(Refused, match="参加协商的人评价"):
        take(matter, "rate", newcomer("路人", community.area), MONDAY + 61 * DAY, stars=1, words="")


def test_a_villages_topic_goes_by_the_villages_law(village: Village) -> None:
    matter = topic(village, village.villager)
    matter = take(matter, "accept", village.deputy, MONDAY + DAY)
    entry = Entry.objects.get(stream=matter.pk, kind="deliberation.accepted")
    assert entry.payload["law"] == "《村民委员会组织法》第三十三条"
    with pytest.raises(Refused):
        take(matter, "choose_form", village.representative, MONDAY + 2 * DAY)


def test_who_holds_a_seat_or_lives_there_is_told_of_an_invitation(village: Village) -> None:
    matter = take(topic(village, village.villager), "accept", village.deputy, MONDAY + DAY)
    plan = {"form": "talk", "starts": MONDAY + 10 * DAY, "place": "村委会"}
    matter = take(matter, "choose_form", village.deputy, MONDAY + 2 * DAY, **plan)
    people = "谭小燕 村民代表\n无名氏 镇农服中心"
    matter = take(matter, "invite", village.deputy, MONDAY + 3 * DAY, people=people)
    matter = take(matter, "invite", village.deputy, MONDAY + 3 * DAY, people=people)
    told = Participant.objects.filter(matter=matter, account__isnull=False)
    assert [p.name for p in told] == ["谭小燕"]
    assert Participant.objects.filter(matter=matter).count() == 2
    assert matter.reporters.filter(account__name="谭小燕", follows=True).exists()
