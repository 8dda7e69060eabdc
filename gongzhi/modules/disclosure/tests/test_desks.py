"""The pages of officers: write, check, publish; correct; oversee; verify what residents tell."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from PIL import Image

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.publications.models import Obligation, Publication
from gongzhi.modules.disclosure.factories import (
    COMMUNITY,
    COUNTY,
    LATE,
    NEIGHBOUR,
    TOWNSHIP,
    owed_by,
    publish,
)
from gongzhi.modules.disclosure.models import Amount, Busy, Complaint
from gongzhi.modules.disclosure.services import complain, verify
from gongzhi.modules.disclosure.vocabulary import Group

pytestmark = pytest.mark.usefixtures("late_day")
OWED, COMPLAINTS = reverse("disclosure:owed"), reverse("disclosure:complaints")
COMPLAIN = reverse("disclosure:complain", args=[COMMUNITY])
MOST = 20
TABLE = {
    "lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "0",
    "lines-0-side": "income", "lines-0-item": "经费", "lines-0-yuan": "12000.50",
    "lines-1-side": "spending", "lines-1-item": "", "lines-1-yuan": "",
}  # fmt: skip
SAID = {"title": "第二季度财务", "text": "收支情况。", **TABLE}


@pytest.fixture
def sign_in(client, world):
    def go(who):
        client.force_login(getattr(world, who))
        return client

    return go


@pytest.fixture
def page(sign_in, django_assert_max_num_queries):
    def go(url, who="community", status=200):
        browser = sign_in(who)
        with django_assert_max_num_queries(MOST):
            answer = browser.get(url)
        assert answer.status_code == status
        return answer.content.decode()

    return go


def writing(group=Group.FINANCE):
    return reverse("disclosure:publish", args=[owed_by(COMMUNITY, group).pk])


def test_what_is_owed_is_listed_late_ones_first(page):
    shown = page(OWED)
    assert "3 项逾期未公开" in shown
    assert shown.index("逾期5天") < shown.index("列入随时公开")
    assert f'href="{writing()}"' in shown


def test_levels_above_see_what_is_late_below_and_publish_nothing(page):
    for who in ("subdistrict", "district", "city", "auditor"):
        shown = page(OWED, who)
        assert "逾期未公开" in shown
        assert "/publish/" not in shown
    assert "3 项逾期未公开" in page(f"{OWED}?area={COMMUNITY}", "subdistrict")
    assert "不在您的授权范围内" in page(f"{OWED}?area={NEIGHBOUR}", status=403)
    page(writing(), "subdistrict", 403)
    page(writing(), "resident", 403)


def test_the_long_list_of_a_city_is_paged(page, world):
    shown = page(f"{OWED}?area=50", "city")
    assert shown.count("data-row") == 50
    assert "skip=50" in shown


def test_money_is_written_checked_and_published(sign_in):
    browser = sign_in("community")
    assert "2026年第2季度财务公开" in browser.get(writing()).content.decode()
    checked = browser.post(writing(), {**SAID, "step": "check"}).content.decode()
    assert "12,000.50" in checked
    assert "公布后不能撤下" in checked
    assert not Publication.objects.exists()
    again = browser.post(writing(), {**SAID, "step": "edit"}).content.decode()
    assert 'value="第二季度财务"' in again
    done = browser.post(writing(), {**SAID, "step": "publish"}, follow=True)
    assert "已公开" in done.content.decode()
    assert Amount.objects.get().fen == 1_200_050
    assert owed_by(COMMUNITY, Group.FINANCE).done_on == LATE.date()
    assert "已经公开" in browser.get(writing(), follow=True).content.decode()
    assert Publication.objects.count() == 1


def test_more_lines_are_given_without_losing_any(sign_in):
    shown = sign_in("community").post(writing(), {**SAID, "step": "more"}).content.decode()
    assert 'name="lines-TOTAL_FORMS" value="6"' in shown
    assert 'value="12000.50"' in shown


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": ""}, "请填写这一项"),
        ({"lines-0-yuan": "-3"}, "0.01"),
        ({"lines-0-yuan": "一万"}, "数"),
        ({"lines-0-yuan": ""}, "请填金额"),
        ({"lines-0-item": ""}, "请填项目"),
        ({"lines-0-yuan": "1.005"}, "小数"),
        ({"lines-TOTAL_FORMS": "x"}, ""),
    ],
)
def test_a_mistake_keeps_what_was_typed(sign_in, wrong, why):
    answer = sign_in("community").post(writing(), {**SAID, "step": "publish", **wrong})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "收支情况。" in answer.content.decode()
    assert not Publication.objects.exists()


def test_files_are_handed_in_on_the_page_of_checking(sign_in, tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    good = SimpleUploadedFile("收支表.png", (tmp_path / "a.png").read_bytes(), "image/png")
    bad = SimpleUploadedFile("a.exe", b"MZ", "application/octet-stream")
    browser = sign_in("community")
    refused = browser.post(writing(), {**SAID, "step": "publish", "papers": bad})
    assert refused.status_code == 422
    assert "没有收下" in refused.content.decode()
    assert not Publication.objects.exists()
    browser.post(writing(), {**SAID, "step": "publish", "papers": good})
    assert Publication.objects.get().files.get().name == "收支表.png"


def test_a_publication_is_corrected_and_the_old_text_kept_from_view(sign_in, world):
    made = publish(world)
    browser = sign_in("community")
    url = reverse("disclosure:correct", args=[made.pk])
    shown = browser.get(url).content.decode()
    assert "路灯维修" in shown
    assert "收支明细\n" not in shown.split("<textarea")[2]
    answer = browser.post(url, {**SAID, "reason": "漏了一笔", "step": "publish"}, follow=True)
    assert "更正的理由：漏了一笔" in answer.content.decode()
    stale = browser.post(url, {**SAID, "reason": "再来", "step": "publish"})
    assert "请在最新版上更正" in stale.content.decode()
    hide = reverse("disclosure:withhold", args=[made.pk])
    assert "旧版本里误写的个人信息" in browser.get(hide).content.decode()
    browser.post(hide, {"reason": "含电话号码"})
    assert made.__class__.objects.get(pk=made.pk).withheld.reason == "含电话号码"
    latest = Publication.objects.get(version=2)
    refused = browser.post(reverse("disclosure:withhold", args=[latest.pk]), {"reason": "x"})
    assert refused.status_code == 422
    for who in ("neighbour", "subdistrict"):
        assert sign_in(who).get(url).status_code == 403


def test_the_notices_page_leads_its_own_officers_to_correcting_and_withholding(sign_in, world):
    made = publish(world)
    notice, correct = (reverse(name, args=[made.pk]) for name in ("shell:notice", "disclosure:correct"))
    withhold = reverse("disclosure:withhold", args=[made.pk])
    for who, leads in (("community", True), ("neighbour", False), ("resident", False)):
        assert (correct in sign_in(who).get(notice).content.decode()) is leads
    browser = sign_in("community")
    browser.post(correct, {**SAID, "reason": "漏了一笔", "step": "publish"})
    before = browser.get(notice).content.decode()
    assert withhold in before
    assert correct not in before
    browser.post(withhold, {"reason": "含电话号码"})
    assert withhold not in browser.get(notice).content.decode()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE publications_publication SET text = 'x'",
        "DELETE FROM publications_publication",
        "UPDATE disclosure_amount SET fen = 1",
        "DELETE FROM disclosure_amount",
        "UPDATE publications_obligation SET done_on = '2026-06-01' WHERE done_on IS NOT NULL",
        "UPDATE publications_obligation SET due_on = '2027-01-01'",
    ],
)
def test_what_was_published_cannot_be_changed_or_removed_by_sql(world, statement):
    publish(world)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_something_is_listed_as_due_at_once_by_hand(sign_in):
    browser = sign_in("community")
    url = reverse("disclosure:at_once", args=[COMMUNITY])
    assert "征地补偿" in browser.post(url, {"about": "征地补偿"}, follow=True).content.decode()
    assert Obligation.objects.get(about="征地补偿").due_on >= date(2026, 7, 30)
    assert browser.post(url, {"about": ""}).status_code == 422
    assert sign_in("neighbour").post(url, {"about": "别的"}).status_code == 403


def test_the_township_asks_for_monthly_accounts_and_ends_it(sign_in, page):
    url = reverse("disclosure:busy", args=[COMMUNITY])
    browser = sign_in("subdistrict")
    assert "自 2026-08-01 起" in browser.post(url, {"reason": "往来多"}, follow=True).content.decode()
    assert browser.post(url, {"reason": "往来多"}).status_code == 422
    browser.post(url, {"reason": "少了", "end": "1"})
    assert Busy.objects.get().until == date(2026, 8, 1)
    assert sign_in("community").post(url, {"reason": "x"}).status_code == 422
    assert "每月公布财务收支" not in page(OWED)


def test_a_resident_tells_the_township_which_verifies_and_orders_publication(sign_in, page, world):
    made = publish(world)
    browser = sign_in("resident")
    assert "王建国" not in browser.get(f"{COMPLAIN}?about={made.pk}").content.decode()
    answer = browser.post(f"{COMPLAIN}?about={made.pk}", {"text": "维修费和实际不符"}, follow=True)
    assert "正在核实，最迟 2026-07-30 答复" in answer.content.decode()
    told = Complaint.objects.get()
    assert (told.publication, told.township_code) == (made, TOWNSHIP)
    url = reverse("disclosure:verify", args=[told.pk])
    assert "维修费和实际不符" in page(OWED, "subdistrict")
    assert "维修费和实际不符" not in page(OWED, "community")
    page(url, "community", 403)
    page(url, "auditor", 403)
    assert "陈秀兰" in page(url, "subdistrict")
    done = {"founded": "yes", "answer": "经查，少报一笔。", "order": "更正二季度财务"}
    assert sign_in("subdistrict").post(url, {**done, "answer": ""}).status_code == 422
    sign_in("subdistrict").post(url, done)
    assert "经查，少报一笔。" in page(COMPLAINTS, "resident")
    assert "责令公开：更正二季度财务" in page(OWED, "community")
    assert "等待核实的反映" not in page(OWED, "subdistrict")


def test_complaints_are_answered_once_by_those_above_and_not_without_end(world):
    told = complain(area=COMMUNITY, text="没有公开", actor=world.actor("resident"), at=LATE)
    district = world.actor("district")
    with pytest.raises(Refused, match="所属街道"):
        verify(complaint=told, founded=False, answer="x", actor=world.actor("community"), at=LATE)
    with pytest.raises(Refused, match="不能责令"):
        verify(complaint=told, founded=False, answer="x", order="y", actor=district, at=LATE)
    verify(complaint=told, founded=False, answer="已公开。", actor=district, at=LATE)
    with pytest.raises(Refused, match="已经核实"):
        verify(complaint=told, founded=True, answer="x", actor=district, at=LATE)
    with pytest.raises(DatabaseError), transaction.atomic():
        Complaint.objects.update(founded=True)
    for n in range(5):
        complain(area=COMMUNITY, text=f"第{n}件", actor=world.actor("resident"), at=LATE)
    with pytest.raises(Refused, match="已有5件"):
        complain(area=COMMUNITY, text="又一件", actor=world.actor("resident"), at=LATE)


def test_nobody_complains_without_an_account_or_words(client, sign_in):
    assert client.get(COMPLAIN).status_code == 302
    assert sign_in("resident").post(COMPLAIN, {"text": " "}).status_code == 422
    assert "您没有反映过" in client.get(COMPLAINTS).content.decode()


def test_the_district_reads_its_own_area_only(page):
    assert COUNTY in page(f"{OWED}?area={COUNTY}", "district")
    page(f"{OWED}?area=500112", "district", 403)
