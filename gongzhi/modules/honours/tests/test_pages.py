"""Pages of honours, for everybody, for officers, for reviewers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.services import decide
from gongzhi.modules.honours.factories import FIRST, SECOND, World
from gongzhi.modules.honours.models import Honour, Nomination, Programme, Score
from gongzhi.modules.honours.vocabulary import Stage

MOST = 20


@pytest.fixture
def today(db):
    """A world of now, for pages take the time from the clock."""
    return World(at=timezone.now() - timedelta(hours=1))


@pytest.fixture
def visit(client, django_assert_max_num_queries):
    def go(url, actor=None, status=200, most=MOST):
        if actor:
            client.force_login(Account.objects.get(pk=actor.account))
        with django_assert_max_num_queries(most):
            answer = client.get(url)
        assert answer.status_code == status
        return answer.content.decode()

    return go


@pytest.fixture
def post(client):
    def go(url, actor, data, status=302):
        client.force_login(Account.objects.get(pk=actor.account))
        answer = client.post(url, data)
        assert answer.status_code == status
        return answer.content.decode()

    return go


def page(name, programme, *more):
    return reverse(f"honours:{name}", args=[programme.matter.number, *more])


def test_without_any_round_the_page_says_what_to_expect(visit, db):
    assert "没有符合条件的评选活动" in visit(reverse("honours:overview"))
    assert "名册里没有" in visit(reverse("honours:roll"))


def test_rounds_are_found_by_a_word_and_by_how_far_they_are(visit, today):
    today.announce(title="先进社区评选")
    url = reverse("honours:overview")
    assert "先进社区评选" in visit(f"{url}?q=先进社区&state=running")
    assert "先进社区评选" not in visit(f"{url}?state=over")
    assert visit(f"{url}?page=99999999999999999999")


def test_a_city_officer_announces_a_round_with_quotas_by_communities(post, visit, today):
    url = reverse("honours:new")
    assert "各区县名额" in visit(url, today.city)
    given = {
        "title": "先进评选",
        "organisers": "市民政局",
        "basis": "批复",
        "conditions": "群众公认",
        "nominate_until": (timezone.localdate() + timedelta(days=9)).isoformat(),
        "organisation_name": "先进组织",
        "organisation_places": "5",
        "person_name": "优秀工作者",
        "person_places": "3",
        f"person_{FIRST}": "2",
        "spare": "1",
        "quorum": "2",
    }
    for _sent_twice in range(2):
        post(url, today.city, {**given, "once": "0b0cf7f4-9d5b-4c43-a3d9-0c8a6a6d3a11"})
    programme = Programme.objects.get()
    organisations, persons = programme.categories.order_by("number")
    assert sum(q.places for q in organisations.quotas.all()) == 5
    assert [(q.district, q.places) for q in persons.quotas.all()] == [(FIRST, 2)]
    assert "名额" in post(url, today.city, {**given, f"person_{FIRST}": "9"}, 422)


def test_nobody_else_announces_a_round(visit, today):
    visit(reverse("honours:new"), today.desk(Role.DISTRICT_OFFICER), status=403)


def test_a_round_shows_how_far_its_districts_are(visit, today):
    programme = today.announce()
    today.nominate(programme, [today.organisation(programme)])
    shown = visit(page("programme", programme))
    assert "社区（村）推荐 1 个 · 区县推荐 1 个" in shown
    assert page("office", programme) not in shown
    assert page("office", programme) in visit(page("programme", programme), today.city)


def test_a_nominee_goes_through_the_pages(post, visit, today):
    programme = today.announce()
    url = page("listing", programme, FIRST)
    worker = today.desk(Role.COMMUNITY_WORKER)
    given = {
        "nominate-category": programme.categories.get(number=2).pk,
        "nominate-body": today.body().pk,
        "nominate-name": "杨春梅",
        "nominate-deeds": "走访到户",
    }
    do = page("do", programme, FIRST, "nominate")
    assert "走访到户" in post(do, worker, given, 422)
    post(do, worker, {**given, "nominate-unrelated": "on"})
    made = Nomination.objects.get()
    assert "杨春梅" in visit(url, worker)
    for key, role in (("endorse", Role.SUBDISTRICT_OFFICER), ("recommend", Role.DISTRICT_OFFICER)):
        chosen = {f"{key}-nominations": [made.pk], f"{key}-unrelated": "on"}
        post(page("do", programme, FIRST, key), today.desk(role), chosen)
    made.refresh_from_db()
    assert made.stage == Stage.RECOMMENDED


def test_names_are_nobodys_to_read_before_they_are_shown(visit, today):
    programme = today.announce()
    today.nominate(programme, [today.worker(programme, "杨春梅")])
    for url in (page("listing", programme, FIRST), page("programme", programme)):
        assert "杨春梅" not in visit(url)
    matter = today.listed(programme).matter
    assert "杨春梅" not in visit(reverse("shell:open_matter", args=[matter.number]))
    assert "杨春梅" not in visit(page("listing", programme, FIRST), today.desk(Role.DISTRICT_OFFICER, SECOND))


@pytest.fixture
def reviewing(today):
    programme = today.announce()
    today.fill(programme)
    today.step(programme.matter, "close_nominations")
    return programme


def test_a_reviewer_scores_a_district_on_one_sheet_and_steps_back(post, visit, today, reviewing):
    actor = today.reviewers(reviewing)[0]
    nominees = list(Nomination.objects.filter(listed_in__district=FIRST))
    assert "共 2 个区县" in visit(page("review", reviewing), actor)
    post(page("recuse", reviewing), actor, {"nomination": nominees[0].pk, "ground": "relative"})
    url = page("sheet", reviewing, FIRST)
    assert "您应回避" in visit(url, actor)
    marks = {str(nominee.pk): "90" for nominee in nominees[1:]}
    assert "还有内容需要更正" in post(url, actor, {**marks, str(nominees[1].pk): "101"}, 422)
    post(url, actor, marks)
    assert Score.objects.count() == len(nominees) - 1
    assert "您评了 90 分" in visit(url, actor)


def test_only_reviewers_open_the_review(visit, today, reviewing):
    visit(page("review", reviewing), today.city, status=403)


def test_the_office_appoints_sees_equals_and_records_what_the_meeting_decided(post, visit, today, reviewing):
    url, people = page("office", reviewing), today.reviewers(reviewing)
    today.account("新评审")
    post(url, today.city, {"account": "新评审", "body": "50"})
    for actor in people:
        marks = dict.fromkeys(today.marks(reviewing), 90)
        post(page("sheet", reviewing, FIRST), actor, {str(pk): "90" for pk in marks})
    assert "同分待定" in visit(url, today.city)
    tied = Nomination.objects.filter(listed_in__district=FIRST, category__number=1)
    wrong = {f"place-{nominee.pk}": "1" for nominee in tied}
    post(page("tie", reviewing), today.city, {**wrong, "how": "举手"})
    assert not tied.filter(tie__isnull=False).exists()
    right = {f"place-{nominee.pk}": str(n) for n, nominee in enumerate(tied, start=1)}
    post(page("tie", reviewing), today.city, {**right, "how": "举手"})
    assert sorted(tied.values_list("tie", flat=True)) == [1, 2]


def test_a_list_that_is_shown_is_everybodys_and_an_upheld_objection_leads_to_striking(post, visit, today):
    programme = today.announce()
    today.fill(programme)
    today.review(programme)
    matter, officer = today.show(programme), today.desk(Role.DISTRICT_OFFICER)
    doomed = Nomination.objects.filter(listed_in=matter.pk, stage=Stage.LISTED)[0]
    public, url = reverse("shell:open_matter", args=[matter.number]), page("strike", today.listed(programme))
    for address in (page("listing", programme, FIRST), public):
        assert doomed.name in visit(address)
    visit(url, officer, status=403)
    resident = today.desk(Role.COMMUNITY_WORKER, SECOND)
    today.step(matter, "object_district", resident, objection="不实")
    objection = matter.objections.get()
    decide(objection=objection, upheld=True, reasons="属实", actor=officer, at=today.at)
    assert url in visit(public, officer, most=27)  # the shell's page: objections, steps, story, polls, unread
    person = Nomination.objects.filter(listed_in=matter.pk, category__number=2, stage=Stage.LISTED).last()
    right = {"deed": "correct", "nomination": person.pk, "reason": "写错", "name": "杨红艳"}
    post(url, officer, {**right, "name": " "}, 422)
    post(url, officer, right)
    person.refresh_from_db()
    assert person.name == "杨红艳"
    post(url, officer, {"nomination": doomed.pk, "reason": "弄虚作假"})
    doomed.refresh_from_db()
    assert doomed.stage == Stage.STRUCK


@pytest.fixture
def honoured(today):
    """A round that ran its course in the last weeks."""
    today.at -= timedelta(days=60)
    programme = today.announce()
    today.fill(programme)
    today.review(programme)
    today.confirm(programme)
    today.approve_and_show(programme)
    today.finish(programme)
    return programme


def test_the_roll_is_searched_and_leads_to_certificates(visit, honoured):
    given = Honour.objects.filter(nomination__category__number=2).first()
    roll = reverse("honours:roll")
    shown = visit(f"{roll}?q={given.nomination.name}&under={given.nomination.listed_in.district}&sort=person")
    assert reverse("honours:certificate", args=[given.code]) in shown
    assert visit(f"{roll}?after=nonsense").count("data-row") == 5
    assert "已表彰 2 个" in visit(page("programme", honoured))


def test_a_certificate_is_checked_by_everybody_and_printed(visit, honoured):
    given = Honour.objects.first()
    url = reverse("honours:certificate", args=[given.code])
    assert "证书真实有效" in visit(url)
    assert "证书真实有效" in visit(reverse("honours:certificate", args=[given.code.lower()]))
    assert "没有这份证书" in visit(reverse("honours:certificate", args=["222222222222"]), status=404)
    paper = visit(reverse("honours:paper", args=[given.code]))
    assert "<svg" in paper
    assert f"http://testserver{url}" in paper


def test_a_revoked_certificate_says_so_and_why(post, visit, today, honoured):
    given = Honour.objects.first()
    url = reverse("honours:revoke", args=[given.code])
    post(url, today.desk(Role.DISTRICT_OFFICER), {"reason": "x"}, 403)
    post(url, today.city, {"reason": " "}, 422)
    post(url, today.city, {"reason": "事后查明弄虚作假"})
    shown = visit(reverse("honours:certificate", args=[given.code]))
    assert "证书无效" in shown
    assert "事后查明弄虚作假" in shown
    assert "已撤销" in visit(reverse("honours:roll"))
