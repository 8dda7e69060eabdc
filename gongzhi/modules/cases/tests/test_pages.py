"""The pages of cases: few queries, a picture's place, what everybody may read, and what nobody else may."""

import io
import json
from datetime import timedelta
from decimal import Decimal

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.models import Attachment, Kind, Matter
from gongzhi.kernel.matters.selectors import story
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry, PersonalField
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.record.services import deliver
from gongzhi.kernel.territory.boundaries import polygons
from gongzhi.modules.cases.factories import COMMUNITY, COUNTY, MONDAY, TOWNSHIP, make_case, take
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.services import Contact, Report, report
from gongzhi.modules.cases.tests.site import REPORT, SAID, Site, acting, built, content, person, text, visitor

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# How many queries a page takes at most, however many cases there are: by whom it is opened, and where.
QUERIES = {
    ("officer", "/cases/board/"): 19,
    ("officer", "/cases/board/map.json"): 17,
    ("officer", f"/cases/register/?area={COMMUNITY}"): 8,
    ("officer", "/cases/register/?where=1&under=500103"): 12,
    ("resident", "/cases/mine/"): 6,
    ("resident", REPORT): 7,
    ("resident", "own"): 14,
    ("nobody", REPORT): 3,
    ("nobody", "/cases/report/?where=1&under=50&q=社区"): 5,
    ("nobody", "/cases/answers/"): 4,
    ("nobody", f"/cases/answers/?q=清运&under={COUNTY}&kind=01"): 4,
    ("nobody", "/cases/answers/points.json"): 2,
    ("nobody", "/cases/lookup/"): 0,
}


@pytest.fixture
def site(cast: object) -> Site:
    return built()


def inside(county: str) -> tuple[float, float]:
    point = shapely.point_on_surface(polygons()[county])
    return point.x, point.y


def photo(place: tuple[float, float] | None = None, name: str = "现场.jpg") -> SimpleUploadedFile:
    tags = Image.Exif()
    tags[0x010F] = "PhoneMaker"
    if place:
        lon, lat = (tuple(IFDRational(round(v * 10**6), 10**6) for v in (x, 0, 0)) for x in place)
        tags[0x8825] = {1: "N", 2: lat, 3: "E", 4: lon}
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (20, 90, 20)).save(out, "JPEG", exif=tags)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def cost(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(path).status_code == 200, path
    return len(taken)


def test_each_page_takes_few_queries_however_many_cases_there_are(site: Site) -> None:
    clerk, reporter = acting(site.community), acting(site.resident)
    browsers = {"officer": visitor(site.community), "resident": visitor(site.resident), "nobody": visitor()}
    found = {}
    for amount in (3, 30):
        while Matter.objects.count() < amount:
            matter = make_case(reporter, lon=Decimal("106.56"), lat=Decimal("29.55"))
            take(matter, "answer_now", clerk, MONDAY + HOUR, answer="已清运。", publish=True)
        deliver(at=MONDAY + DAY)
        own = f"/cases/{site.matter.number}/"
        found[amount] = {key: cost(browsers[key[0]], own if key[1] == "own" else key[1]) for key in QUERIES}
    assert found[3] == found[30]
    assert {key: n for key, n in found[30].items() if n > QUERIES[key]} == {}
    assert max(QUERIES.values()) < 20


def test_a_picture_taken_in_the_chosen_district_gives_the_case_its_place(site: Site) -> None:
    place = inside(COUNTY)
    answer = visitor(site.resident).post(REPORT, {**SAID, "photos": [photo(place)]})
    assert answer.status_code == 302
    case = Case.objects.latest("matter__opened_at")
    assert (float(case.lon or 0), float(case.lat or 0)) == pytest.approx(place, abs=1e-5)
    kept = Attachment.objects.get()
    shown = visitor(site.resident).get(f"/m/{case.matter.number}/files/{kept.sha256}/")
    sent = content(shown)
    assert b"PhoneMaker" not in sent
    assert dict(Image.open(io.BytesIO(sent)).getexif()) == {}
    assert shown["X-Content-Type-Options"] == "nosniff"


def test_a_picture_taken_elsewhere_gives_no_place(site: Site) -> None:
    visitor(site.resident).post(REPORT, {**SAID, "photos": [photo(inside("500105")), photo()]})
    assert Case.objects.latest("matter__opened_at").lon is None


def test_a_place_that_was_typed_counts_more_than_the_picture_s(site: Site) -> None:
    lon, lat = (round(x, 6) for x in inside(COUNTY))
    more = {"lon": lon, "lat": lat, "photos": [photo((lon + 0.0001, lat))]}
    visitor(site.resident).post(REPORT, {**SAID, **more})
    assert float(Case.objects.latest("matter__opened_at").lon or 0) == lon


def test_the_same_picture_sent_twice_is_kept_once(site: Site) -> None:
    visitor(site.resident).post(REPORT, {**SAID, "photos": [photo(name="一.jpg"), photo(name="二.jpg")]})
    assert Attachment.objects.get().name == "一.jpg"


def test_files_are_read_by_the_reporter_and_the_officers_and_nobody_else(site: Site) -> None:
    visitor(site.resident).post(REPORT, {**SAID, "photos": [photo()]})
    kept = Attachment.objects.select_related("matter").get()
    other = make_case(acting(person("neighbour")))
    take(other, "merge", acting(site.community), timezone.now(), matter=kept.matter)
    path = f"/m/{kept.matter.number}/files/{kept.sha256}/"
    who = {
        visitor(site.resident): 200,
        visitor(site.community): 200,
        visitor(site.officers[Role.AUDITOR]): 200,
        visitor(other.reporters.get().account): 403,
        visitor(site.outside): 403,
        visitor(person("stranger")): 403,
        visitor(): 403,
    }
    for client, expected in who.items():
        answer = client.get(path)
        assert answer.status_code == expected
        content(answer)
    assert visitor(site.resident).get(f"/m/{site.matter.number}/files/{kept.sha256}/").status_code == 404


def test_whoever_came_by_a_merge_reads_the_answer_and_nothing_of_the_first_reporter(site: Site) -> None:
    neighbour = person("neighbour")
    first, second = site.matter, make_case(acting(neighbour), body="我家门口也是这样，请管管。")
    take(second, "merge", acting(site.community), MONDAY, matter=first)
    take(first, "answer_now", acting(site.community), MONDAY, answer="今天已清运。")
    shown = text(visitor(neighbour).get(f"/cases/{first.number}/"))
    assert "今天已清运" in shown
    for hidden in (first.title, "气味很大", site.resident.name, "重新办理"):
        assert hidden not in shown
    refused = visitor(neighbour).post(f"/m/{first.number}/do/rate/", {"rate-stars": "1"})
    assert refused.status_code == 403
    assert Case.objects.get(pk=first.pk).rating is None


def test_an_officer_elsewhere_follows_their_own_report_as_anybody_and_sees_no_other_reporter(
    site: Site,
) -> None:
    take(make_case(acting(site.outside)), "merge", acting(site.community), MONDAY, matter=site.matter)
    client = visitor(site.outside)
    assert client.get(f"/m/{site.matter.number}/").status_code == 403
    assert site.resident.name not in text(client.get(f"/cases/{site.matter.number}/"))
    tried = client.post(f"/m/{site.matter.number}/do/accept/", {"version": "1"})
    assert tried.status_code == 409
    assert site.resident.name not in text(tried)


def test_what_is_published_shows_the_answer_and_nobody_s_data(site: Site) -> None:
    said = "陈秀兰（13812345678，3号楼2单元501）反映的垃圾已清运。"
    given = Report(
        kind=Kind.objects.get(pk="010101"),
        area_code=COMMUNITY,
        body="我叫陈秀兰，门口垃圾很多。",
        channel=Matter.Channel.PHONE,
        contact=Contact(name="陈秀兰", phone="13812345678"),
    )
    matter, _code = report(given=given, by=SYSTEM, at=MONDAY)
    clerk = acting(site.community)
    take(matter, "answer_now", clerk, MONDAY, answer=said, publish=True, public_title="陈秀兰家门口的垃圾")
    pages = [
        visitor().get(path).content.decode()
        for path in ("/cases/answers/", f"/cases/answers/{matter.number}/", "/cases/answers/points.json")
    ]
    assert "已清运" in pages[1]
    for hidden in ("秀兰", "13812345678", "501", "我叫"):
        assert hidden not in "".join(pages)
    take(matter, "correct", clerk, MONDAY, reason="写错了", answer="正在清运。", publish=False)
    assert visitor().get(f"/cases/answers/{matter.number}/").status_code == 404
    assert visitor().get(f"/cases/answers/{site.matter.number}/").status_code == 404


SECRET = {
    "accept": {"note": "密1"},
    "transfer_up": {"reason": "密2"},
    "take": {"note": "密3"},
    "joint": {"bodies": [COUNTY], "note": "密4"},
    "progress": {"progress": "密5"},
    "ask": {"question": "密6"},
    "supplement": {"supplement": "密7"},
    "pause": {"ground": "expert", "reason": "密8"},
    "resume": {"note": "密9"},
    "ask_extension": {"days": 3, "reason": "密10"},
    "grant_extension": {"note": "密11"},
    "supervise": {"reason": "密12"},
    "answer": {"answer": "密13", "publish": True, "public_title": "密14"},
    "correct": {"reason": "密15", "answer": "密16", "publish": True, "public_title": "密17"},
    "rate": {"stars": 2, "words": "密18"},
    "reopen": {"reason": "密19"},
    "withdraw": {"reason": "密20"},
}


def test_what_people_wrote_stands_beside_the_record_and_never_in_it(site: Site) -> None:
    who = {
        **dict.fromkeys(SECRET, acting(site.officers[Role.SUBDISTRICT_OFFICER])),
        **dict.fromkeys(("accept", "transfer_up"), acting(site.community)),
        **dict.fromkeys(("supplement", "rate", "reopen"), acting(site.resident)),
        **dict.fromkeys(("grant_extension", "supervise"), acting(site.officers[Role.DISTRICT_OFFICER])),
    }
    matter = make_case(acting(site.resident), body="密0密0密0", address="密21")
    at = MONDAY
    for key, values in SECRET.items():
        if key == "withdraw":
            break
        at += HOUR
        if "bodies" in values:
            values = {**values, "bodies": list(Organisation.objects.filter(code__in=values["bodies"]))}  # type: ignore[call-overload]
        take(matter, key, who[key], at, **values)
    entries = Entry.objects.filter(stream=matter.pk)
    assert entries.count() == len(SECRET)
    assert "密" not in json.dumps(list(entries.values()), default=str, ensure_ascii=False)
    for name in (site.resident.name, site.community.name):
        assert name not in json.dumps(list(entries.values("payload", "actor")), ensure_ascii=False)
    assert "密" not in str(story(matter, personal=False))
    kept = json.dumps([*PersonalField.objects.values_list("value", flat=True)], ensure_ascii=False)
    assert all(f"密{n}" in kept for n in (*range(20), 21))
    assert verify()[2] is None


def test_a_case_is_followed_with_number_and_code_without_an_account(site: Site) -> None:
    client = visitor()
    client.post(REPORT, {**SAID, "name": "路人", "phone": "139 1234 5678"})
    number, code = client.session["receipt"][:2]
    assert code in text(client.get("/cases/receipt/"))
    elsewhere = visitor()
    assert elsewhere.get(f"/cases/{number}/").status_code == 403
    found = elsewhere.post(
        "/cases/lookup/", {"number": number.replace("-", " "), "code": code.lower()}, follow=True
    )
    assert "气味很大" in text(found)
    withdrawn = elsewhere.post(f"/m/{number}/do/withdraw/", {"withdraw-reason": "已经好了"})
    assert withdrawn.status_code == 302
    assert Matter.objects.get(number=number).state == "withdrawn"


def test_figures_of_the_board_open_onto_lists_of_as_many(site: Site) -> None:
    take(make_case(acting(site.resident)), "accept", acting(site.community), MONDAY)
    for role in (Role.COMMUNITY_WORKER, Role.SUBDISTRICT_OFFICER, Role.DISTRICT_OFFICER, Role.CITY_OFFICER):
        client = visitor(site.officers[role])
        board = client.get("/cases/board/").context["board"]
        listed = client.get("/work/?state=open").context["page"].count
        assert (
            board.open
            == listed
            == sum(row.open for row in board.areas)
            == sum(row.open for row in board.kinds)
        )
        for state, _label, count in board.states:
            assert client.get(f"/work/?state={state}").context["page"].count == count
    assert "不在您的授权范围内" in text(visitor(site.community).get(f"/cases/board/?area={TOWNSHIP}"))


def test_a_board_of_an_unknown_area_shows_one_s_own(site: Site) -> None:
    for code in ("500103001999", "500103001003x", "50", "99", "", "'", "500103\x00"):
        assert visitor(site.community).get("/cases/board/", {"area": code}).status_code in (200, 400)
