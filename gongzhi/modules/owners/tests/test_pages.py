"""Pages of estates: everybody reads rooms and areas, owners see their own, nobody sees a name in what is public."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.exchange.tables import read_table
from gongzhi.kernel.people.models import Account
from gongzhi.lib.sheets import workbook
from gongzhi.modules.owners.factories import COMMUNITY, DAY, NAMES, TABLE, World, photo
from gongzhi.modules.owners.models import Dispute, Motion, SealUse, Unit
from gongzhi.modules.owners.services import (
    Question,
    ask_for_seal,
    check,
    judge_seal,
    order,
    publish_audit,
    use_seal,
)

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"owners:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def officer(world: World, username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


@pytest.fixture
def busy(world: World) -> World:
    """An estate with a finished vote, one that runs, the seal used once, an audit, an order."""
    world.seated()
    done = world.motion()
    poll = world.polling(done)
    for name in NAMES[:7]:
        world.vote(poll, name, [[1, 0]])
    world.finish(poll)
    world.polling(world.motion(Question(subject=9, title="绿化", text="补种")))
    use = ask_for_seal(
        estate=world.estate.pk, purpose="签合同", document="电梯合同", actor=world.chair, at=world.at
    )
    for name in NAMES[1:3]:
        judge_seal(use=use, agrees=True, actor=world.actor(name), at=world.at)
    use_seal(use=use, photo=photo(), actor=world.chair, at=world.at)
    publish_audit(
        estate=world.estate.pk,
        kind="yearly",
        year=2025,
        auditor="某会计师事务所",
        text="收支相符。",
        files=photo(),
        actor=world.chair,
        at=world.at,
    )
    order(
        estate=world.estate.pk,
        reason="没有公布账目",
        due_on=(world.at + 9 * DAY).date(),
        actor=world.above,
        at=world.at,
    )
    return world


def test_nobody_sees_a_name_in_what_is_public(busy: World, client: Client) -> None:
    estate = busy.estate.pk
    urls = [reverse("owners:estates")]
    urls += [
        reverse(f"owners:{n}", args=[estate])
        for n in ("show", "roll", "seal", "audits", "handover", "supervision")
    ]
    for motion in Motion.objects.select_related("matter"):
        urls.append(reverse("shell:open_matter", args=[motion.matter.number]))
        poll = motion.matter.polls.get()
        urls.append(reverse("owners:participation", args=[poll.pk]))
        urls += [reverse(f"shell:{name}", args=[poll.pk]) for name in ("poll", "poll_hall")]
        urls += [reverse("shell:notice", args=[p.pk]) for p in motion.matter.publications.all()]
    for url in urls:
        response = client.get(url, follow=True)
        assert response.status_code == 200, url
        text = response.content.decode()
        assert [name for name in NAMES if name in text] == [], url


def test_the_page_of_an_estate_shows_both_quorums_of_what_runs(busy: World, client: Client) -> None:
    text = page(client, "show", busy.estate.pk)
    assert "按人数" in text
    assert "至少要 6人" in text
    assert "至少要" in text


def test_who_took_part_is_published_by_room(busy: World, client: Client) -> None:
    motion = Motion.objects.get(matter__state="decided")
    text = page(client, "participation", motion.matter.polls.get().pk)
    assert "参与 8 个" in text


def test_the_roll_is_searched_by_room_and_names_only_by_who_keeps_it(world: World, client: Client) -> None:
    url = reverse("owners:roll", args=[world.estate.pk])
    assert "2栋底-1" in client.get(url, {"q": "2栋底"}).content.decode()
    assert "没有符合条件" in client.get(url, {"q": NAMES[0]}).content.decode()
    kept = officer(world, "clerk").get(url, {"q": NAMES[0]}).content.decode()
    assert "1栋1-1" in kept
    assert "139****0000" in kept


def test_an_owner_sees_their_own_flats_and_nobody_elses(world: World) -> None:
    owner = signed_in(world, NAMES[0])
    assert "晴川苑 1栋1-2" in page(owner, "mine")
    own, other = world.unit("1栋", "1-1"), world.unit("2栋", "1-1")
    assert NAMES[0] in page(owner, "unit", world.estate.pk, own.pk)
    assert owner.get(reverse("owners:unit", args=[world.estate.pk, other.pk])).status_code == 403


def test_somebody_without_a_flat_is_told_why(world: World) -> None:
    assert "没有登记的房屋" in page(officer(world, "clerk"), "mine")


def test_a_dispute_is_handed_in_and_answered_on_the_page(world: World) -> None:
    unit, estate = world.unit("1栋", "1-1"), world.estate.pk
    owner = signed_in(world, NAMES[0])
    owner.post(
        reverse("owners:do", args=[estate, "dispute", unit.pk]), {f"dispute-{unit.pk}-text": "面积应为91㎡"}
    )
    dispute = Dispute.objects.get()
    given = {f"answer-{dispute.pk}-upheld": "no", f"answer-{dispute.pk}-text": "与产权证一致"}
    clerk = officer(world, "clerk")
    clerk.post(reverse("owners:do", args=[estate, "answer", dispute.pk]), given)
    assert "与产权证一致" in page(owner, "unit", estate, unit.pk)


def test_a_community_enters_an_estate_and_goes_on_to_its_roll(world: World) -> None:
    clerk, url = officer(world, "clerk"), reverse("owners:enrol", args=[COMMUNITY])
    assert url in clerk.get(reverse("owners:estates"), {"area": COMMUNITY}).content.decode()
    made = clerk.post(url, {"name": "新苑", "address": "民生路2号"}, follow=True)
    assert "导入业主名册" in made.content.decode()
    again = clerk.post(url, {"name": "新苑", "address": "民生路2号"})
    assert again.status_code == 422
    assert signed_in(world, NAMES[0]).get(url).status_code == 403


def test_a_table_is_checked_shown_and_only_then_taken_in(world: World) -> None:
    url, clerk = reverse("owners:take_in", args=[world.estate.pk]), officer(world, "clerk")
    table = [TABLE[0], ["3栋", "1-1", "住宅", "70.5", "", "新业主", "13900000099", ""]]
    file = SimpleUploadedFile("名册.xlsx", workbook("名册", table[0], table[1:]))
    checked = clerk.post(url, {"file": file})
    assert "70.50㎡" in checked.content.decode()
    assert Unit.objects.count() == 11
    clerk.post(url, {"table": checked.context["table"]})
    assert Unit.objects.count() == 12


def test_a_table_with_a_wrong_line_is_refused_with_its_number(world: World) -> None:
    url, clerk = reverse("owners:take_in", args=[world.estate.pk]), officer(world, "clerk")
    text = "\n".join([",".join(TABLE[0]), "3栋,1-1,住宅,大,,某人,,", "3栋,1-2,住宅,70,,某人,,"])
    refused = clerk.post(url, {"file": SimpleUploadedFile("名册.csv", text.encode())})
    assert refused.status_code == 422
    assert "第 2 行：面积“大”不是" in refused.content.decode()
    assert Unit.objects.count() == 11


def test_the_exported_table_can_be_taken_in_again(world: World) -> None:
    response = officer(world, "clerk").get(reverse("owners:export", args=[world.estate.pk]))
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(TABLE[0])
    assert len(lines) == len(TABLE)
    url = reverse("owners:export", args=[world.estate.pk]) + "?format=xlsx"
    sheet = officer(world, "clerk").get(url, headers={"accept-language": "en"}).content
    rows = read_table(sheet, "owners.xlsx")
    assert sorted(rows[1:]) == sorted([*line[:3], f"{float(line[3]):g}", *line[4:]] for line in TABLE[1:])
    assert not check(rows).faults


def test_only_who_keeps_the_roll_imports_and_exports(world: World) -> None:
    for name in ("take_in", "export"):
        url = reverse(f"owners:{name}", args=[world.estate.pk])
        assert signed_in(world, NAMES[8]).get(url).status_code == 403


def test_a_motion_is_proposed_on_the_page(world: World) -> None:
    world.seated()
    given = {"title": "绿化", "text": "补种树木", "i-TOTAL_FORMS": "1", "i-INITIAL_FORMS": "0"}
    given |= {"i-0-subject": "9", "i-0-title": "补种", "i-0-text": "香樟20株"}
    given["once"] = "0b0cf7f4-9d5b-4c43-a3d9-0c8a6a6d3a11"
    for _sent_twice in range(2):
        response = signed_in(world, NAMES[0]).post(reverse("owners:new", args=[world.estate.pk]), given)
    motion = Motion.objects.get()
    assert response.headers["Location"] == reverse("shell:open_matter", args=[motion.matter.number])
    assert motion.items.get().title == "补种"


def test_a_candidate_who_owns_nothing_here_is_refused_and_what_was_typed_is_kept(world: World) -> None:
    world.seated()
    given = {"title": "换届", "text": "到期", "i-TOTAL_FORMS": "1", "i-INITIAL_FORMS": "0"}
    given |= {"i-0-subject": "3", "i-0-title": "选举", "i-0-seats": "1", "i-0-candidates": "1栋1-1，外人"}
    response = signed_in(world, NAMES[0]).post(reverse("owners:new", args=[world.estate.pk]), given)
    assert response.status_code == 422
    assert "1栋1-1，外人" in response.content.decode()


def test_the_seal_is_asked_for_on_the_page_and_strangers_are_refused(world: World) -> None:
    world.seated()
    url = reverse("owners:do", args=[world.estate.pk, "ask_seal", 0])
    given = {"ask_seal-0-purpose": "合同", "ask_seal-0-document": "保洁合同", "ask_seal-0-copies": "2"}
    assert signed_in(world, NAMES[8]).post(url, given).status_code == 422
    signed_in(world, NAMES[0]).post(url, given)
    assert SealUse.objects.get().copies == 2


def test_the_photo_of_a_sealed_document_is_for_owners_only(busy: World) -> None:
    url = reverse("owners:seal_photo", args=[busy.estate.pk, SealUse.objects.get().pk])
    assert officer(busy, "clerk").get(url).status_code == 403
    shown = signed_in(busy, NAMES[8]).get(url)
    assert shown.headers["Content-Type"] == "image/png"
    b"".join(shown.streaming_content)


def test_the_subdistrict_sees_its_buttons(busy: World) -> None:
    text = page(officer(busy, "above"), "supervision", busy.estate.pk)
    assert "责令限期改正" in text
    assert "报告改正情况" in page(signed_in(busy, NAMES[0]), "supervision", busy.estate.pk)


def test_the_committee_reminds_from_the_page_and_owners_find_the_ballot(busy: World, client: Client) -> None:
    poll = Poll.objects.get(closed_at=None)
    with time_machine.travel(poll.opens_at + DAY, tick=False):
        there = reverse("owners:participation", args=[poll.pk])
        assert "提醒还没有表决的业主" not in client.get(there).content.decode()
        chair = signed_in(busy, NAMES[0])
        assert "提醒还没有表决的业主" in chair.get(there).content.decode()
        done = chair.post(reverse("owners:remind", args=[poll.pk]), follow=True)
        assert "已提醒8名业主" in done.content.decode()
    shown = client.get(reverse("shell:open_matter", args=[poll.matter.number])).content.decode()
    assert reverse("shell:poll", args=[poll.pk]) in shown
