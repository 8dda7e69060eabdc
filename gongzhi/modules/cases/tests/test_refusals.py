"""What is wrong is said in clear Chinese, nothing is recorded, and what was typed stands in the form again."""

import io
import re
from typing import Any
from urllib.parse import urlencode

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gongzhi.kernel.matters.models import Attachment, Matter
from gongzhi.kernel.people.forms import IdentityField
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.territory.boundaries import polygons
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.cases.factories import COMMUNITY, COUNTY, MONDAY
from gongzhi.modules.cases.tests.site import REPORT, SAID, Site, built, text, visitor

PROGRAM = b"MZ\x90\x00\x03" + bytes(500)
PDF = b"%PDF-1.7\n%%EOF\n"
AT_THE_WINDOW = f"/cases/register/?area={COMMUNITY}"
TOLD = {**SAID, "channel": "window", "name": "路人甲", "phone": "13912345678"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(cast: object) -> Site:
    return built()


def named(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refused(client: Client, path: str, sent: dict[str, Any], said: str, *, status: int = 422) -> str:
    """Send a form that must be refused; answer what the page shows then."""
    before = Matter.objects.count(), Entry.objects.count(), Attachment.objects.count()
    answer = client.post(path, sent)
    shown = text(answer)
    assert answer.status_code == status, shown
    assert re.search(said, shown), shown
    assert before == (Matter.objects.count(), Entry.objects.count(), Attachment.objects.count())
    return shown


def inside(county: str) -> tuple[str, str]:
    point = shapely.point_on_surface(polygons()[county])
    return f"{point.x:.6f}", f"{point.y:.6f}"


# What is wrong | what the page says
WRONG = [
    ({"body": ""}, "请填写这一项"),
    ({"body": "脏"}, "至少5个字，您写了1个字"),
    ({"body": "脏" * 4001}, "最多4000个字，您写了4001个字"),
    ({"body": "楼下垃圾\x00三天没有清运"}, "里面有不能显示的字符"),
    ({"kind": ""}, "请选择一项"),
    ({"kind": "999999"}, "没有这个选项，请重新选择"),
    ({"kind": "01"}, "没有这个选项，请重新选择"),
    ({"lon": "106.5"}, "经度和纬度要么都填，要么都不填"),
    ({"lat": "29.5"}, "经度和纬度要么都填，要么都不填"),
    ({"lon": "abc", "lat": "29.5"}, "请填写数字"),
    ({"lon": "NaN", "lat": "NaN"}, "请填写数字"),
    ({"lon": "1e400", "lat": "29.5"}, "最多9位数字"),
    ({"lon": "0", "lat": "0"}, "定位点在服务范围以外，不在所选的渝中区"),
    ({"address": "长" * 161}, "最多160个字"),
]


def test_a_report_filled_in_wrongly_says_what_is_wrong_and_keeps_the_rest(site: Site) -> None:
    client = visitor(site.resident)
    for wrong, said in WRONG:
        shown = refused(client, REPORT, {**SAID, **wrong}, said)
        assert "还有内容需要更正，其余已保留" in shown
        for name, value in SAID.items():
            assert name in wrong or name == "kind" or value in shown


def test_a_point_in_another_district_is_named_and_never_moved(site: Site) -> None:
    load_areas(at=MONDAY, under="500105")
    lon, lat = inside("500105")
    shown = refused(
        visitor(site.resident), REPORT, {**SAID, "lon": lon, "lat": lat}, "定位点在江北区，不在所选的渝中区"
    )
    assert lon in shown
    assert lat in shown
    assert "请清除定位，或者改选地点" in shown
    lon, lat = inside(COUNTY)
    assert visitor(site.resident).post(REPORT, {**SAID, "lon": lon, "lat": lat}).status_code == 302


def test_a_wrong_phone_is_told_and_what_was_said_stays(site: Site) -> None:
    for client, path in ((visitor(), REPORT), (visitor(site.community), AT_THE_WINDOW)):
        for phone in ("", "123", "12345678901", "1391234567", "138123456789", "电话"):
            shown = refused(client, path, {**TOLD, "phone": phone}, "手机号|请填写这一项")
            assert SAID["body"] in shown
            assert "路人甲" in shown
            assert phone in shown


def test_a_phone_is_understood_however_it_is_written(site: Site) -> None:
    for phone in ("139 1234 5678", "+86 139-1234-5678", "１３９１２３４５６７８"):
        assert visitor(site.community).post(AT_THE_WINDOW, {**TOLD, "phone": phone}).status_code == 302


def test_a_wrong_identity_number_is_told_by_what_is_wrong_with_it() -> None:
    field = IdentityField()
    reasons = {
        "110105": "应为18位",
        "11010519491331002X": "出生日期不存在",
        "110105194912310021": "校验位不符",
    }
    for number, reason in reasons.items():
        with pytest.raises(Exception, match=reason):
            field.clean(number)


def test_a_program_called_a_picture_is_not_taken_and_the_words_stay(site: Site) -> None:
    client = visitor(site.resident)
    sent = {**SAID, "photos": [named(PDF, "好.pdf"), named(PROGRAM, "现场.jpg")]}
    shown = refused(client, REPORT, sent, "“现场.jpg”不是图片.*没有收下")
    assert SAID["body"] in shown
    assert SAID["address"] in shown


def test_a_broken_picture_is_not_taken(site: Site) -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 300)).save(out, "JPEG")
    sent = {**SAID, "photos": [named(out.getvalue()[:300], "坏.jpg")]}
    refused(visitor(site.resident), REPORT, sent, "“坏.jpg”打不开，可能已损坏，没有收下")


def test_a_file_beyond_the_limit_is_not_taken(site: Site) -> None:
    large = named(b"\xff\xd8\xff\xe0" + bytes(21 * 1024 * 1024), "视频截图.jpg")
    shown = refused(
        visitor(site.resident), REPORT, {**SAID, "photos": [large]}, "“视频截图.jpg”超过 20 MB，没有收下"
    )
    assert SAID["body"] in shown


def test_too_many_files_at_once_are_not_taken(site: Site) -> None:
    many = [named(PDF + b"%d" % n, f"{n}.pdf") for n in range(7)]
    refused(visitor(site.resident), REPORT, {**SAID, "photos": many}, "一次最多6个文件")


def test_a_wrong_file_with_a_step_undoes_the_whole_step(site: Site, settings: Any) -> None:
    client, matter = visitor(site.community), site.matter
    client.post(f"/m/{matter.number}/do/accept/", {"version": "1"})
    before = Matter.objects.values().get(pk=matter.pk)
    settings.FILE_SIZE_LIMIT = 1024 * 1024
    large = named(PDF + bytes(1024 * 1024), "大.pdf")
    for file, said in ((named(PROGRAM, "现场.png"), "不是图片"), (large, "超过 1 MB")):
        sent = {
            "version": "2",
            "progress-progress": "已到现场查看",
            "progress-files": [named(PDF, "好.pdf"), file],
        }
        shown = refused(client, f"/m/{matter.number}/do/progress/", sent, said, status=409)
        assert "已到现场查看" in shown
        assert Matter.objects.values().get(pk=matter.pk) == before


def test_an_unknown_place_in_an_address_is_asked_for_and_never_guessed(site: Site) -> None:
    before = Matter.objects.count()
    for code in (
        "500199999999",
        "5001",
        "x",
        "500103001003'",
        "99",
        "９９",
        "500103001003001",
        "\x00",
        "1" * 400,
    ):
        path = f"/cases/report/?{urlencode({'area': code})}"
        for answer in (visitor().get(path), visitor().post(path, TOLD)):
            assert answer.status_code == 400 or "这件事发生在哪里" in text(answer), code
        assert visitor().get("/cases/report/", {"where": 1, "under": code}).status_code in (200, 400)
        assert visitor().get("/cases/answers/", {"under": code, "kind": code}).status_code in (200, 400)
        assert visitor(site.officers[Role.CITY_OFFICER]).get("/cases/board/", {"area": code}).status_code in (
            200,
            400,
        )
    assert Matter.objects.count() == before


def test_a_place_outside_the_mandate_is_refused_at_the_window(site: Site) -> None:
    path = "/cases/register/?area=500103001006"
    shown = refused(visitor(site.community), path, TOLD, "不在您的授权范围内，请改选地点")
    assert SAID["body"] in shown


def test_who_may_not_register_is_told_who_may(site: Site) -> None:
    for role in (Role.CITY_OFFICER, Role.AUDITOR):
        answer = visitor(site.officers[role]).get("/cases/register/")
        assert answer.status_code == 403
        assert "这一页只对以下人员开放：网格员、社区工作者" in text(answer)


def test_when_the_session_is_over_one_signs_in_and_comes_back(site: Site) -> None:
    step = f"/m/{site.matter.number}/do/accept/"
    own = f"/cases/{site.matter.number}/"
    over = {
        "/work/bulk/": ({"number": site.matter.number}, "/work/bulk/"),
        AT_THE_WINDOW: (TOLD, AT_THE_WINDOW),
        step: ({"version": "1"}, step),
        f"/m/{site.matter.number}/do/withdraw/": ({"withdraw-reason": "好了", "back": own}, own),
    }
    for path, (sent, onward) in over.items():
        answer = visitor().post(path, sent)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=")
        assert answer["Location"].split("next=")[1].split("%3F")[0] == onward.split("?")[0]
    assert visitor(site.community).get(step).status_code == 302
    assert Matter.objects.get().state == "registered"


def test_a_form_that_lay_too_long_says_that_the_draft_is_kept(site: Site) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(site.resident)
    answer = client.post(REPORT, SAID)
    assert answer.status_code == 403
    shown = text(answer)
    assert "这次提交没有执行，什么都没有被改变" in shown
    assert "草稿留在这台设备上" in shown
    assert Matter.objects.count() == 1


LOOKUP = "/cases/lookup/"


def test_wrong_number_and_wrong_code_get_the_same_words(site: Site) -> None:
    client, pages = visitor(REMOTE_ADDR="10.0.0.1"), []
    for number in (site.matter.number, "500103-260302-99990", "垃圾", "1" * 17):
        shown = refused(client, LOOKUP, {"number": number, "code": "AAAAAA"}, "编号和查询码对不上")
        assert number in shown
        pages.append(shown.replace(number, ""))
    assert len(set(pages)) == 1


def test_after_ten_wrong_tries_an_address_must_wait_and_others_need_not(site: Site) -> None:
    client = visitor(REMOTE_ADDR="10.0.0.2")
    client.post(REPORT, {**TOLD})
    number, code = client.session["receipt"][:2]
    guesser = visitor(REMOTE_ADDR="10.0.0.3")
    for n in range(10):
        refused(guesser, LOOKUP, {"number": number, "code": f"AAAA{n:02}"}, "对不上")
    refused(guesser, LOOKUP, {"number": number, "code": code}, "试的次数太多，请一小时后再查")
    refused(visitor(REMOTE_ADDR="10.0.0.3"), LOOKUP, {"number": number, "code": code}, "试的次数太多")
    other = visitor(REMOTE_ADDR="10.0.0.4").post(LOOKUP, {"number": number, "code": code})
    assert other.status_code == 302


def test_pages_that_are_not_there_say_so(site: Site) -> None:
    for path in (
        "/nothing/",
        "/m/500103-260302-99999/",
        "/cases/x/",
        "/cases/answers/x/",
        "/procedures/x/",
        "/procedures/x.bpmn",
    ):
        answer = visitor(site.community).get(path)
        assert answer.status_code == 404
        assert "没有找到" in text(answer)
    assert visitor(site.community).post(f"/m/{site.matter.number}/do/x/").status_code == 404
    assert visitor().get("/cases/receipt/").status_code == 404


def test_an_address_with_a_zero_byte_is_no_fault_of_the_site(site: Site) -> None:
    client = visitor(site.community)
    for path in ("/m/%00/", "/cases/%00/", "/m/%00/do/accept/", "/procedures/%00/", "/cases/answers/%00/"):
        assert client.get(path).status_code in (302, 400, 404)
        assert client.post(path).status_code in (400, 404, 405)
