"""Open data hold what the public pages show, in formats that others' programs read; one's calendar is one's own."""

import json
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from gongzhi.kernel.matters.models import Matter, Meeting
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.closing import close_account
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import grant_mandate
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.publications.services import Content, publish, withhold
from gongzhi.kernel.publications.tests.world import LAW, MONDAY, VILLAGE, Village, known
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.lib.tests.judges import conforms, entries, events, places, rows
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.cases.factories import COMMUNITY, district, make_case, officer, take
from gongzhi.modules.cases.tests.site import content, text, visitor

HIDDEN = "13812345678"
pytestmark = pytest.mark.django_db


def show(
    village: Village, title: str, *, audience: str = "everyone", at: Any = MONDAY, **more: Any
) -> Publication:
    given = Content(
        kind="test.notice",
        title=title,
        text=more.pop("text", "正文"),
        body=village.propose().responsible,
        area_code=VILLAGE,
        audience=Publication.Audience(audience),
        stands=Term(15, Unit.CALENDAR, LAW),
    )
    return publish(given=given, actor=SYSTEM, at=at, **more)


@dataclass
class World:
    village: Village
    matter: Matter
    """On which a meeting is called."""
    answered: Matter
    clerk: Actor


def made() -> World:
    village = Village()
    district()
    clerk = officer("李敏", Role.COMMUNITY_WORKER, COMMUNITY)
    since = MONDAY.date() - timedelta(days=900)
    account = Account.objects.get(pk=clerk.account)
    grant_mandate(
        account=account, role=Role.COMMUNITY_WORKER, area=COMMUNITY, since=since, at=MONDAY, actor=SYSTEM
    )
    resident = village.villager
    answered = make_case(resident, lon="106.569123", lat="29.556123")
    said = {"answer": "垃圾已清运。", "publish": True, "public_title": "垃圾清运"}
    take(answered, "answer_now", clerk, MONDAY, **said)
    make_case(resident, body=f"不公开的诉求，电话{HIDDEN}。")
    first = show(village, "村务公开", text=f"电话{HIDDEN}")
    show(village, "村务公开（更正）", corrects=first, reason="删去电话", at=MONDAY + timedelta(hours=1))
    withhold(publication=first, reason="有电话", actor=SYSTEM, at=MONDAY + timedelta(hours=2))
    show(village, "只给村民看", audience="area")
    for number in range(3):
        show(village, f"公告{number}")
    matter = village.propose()
    village.call(matter)
    kept = village.propose()
    village.call(kept)
    Matter.objects.filter(pk=kept.pk).update(kept_back="与村务无关")
    return World(village, matter, answered, clerk)


@pytest.fixture(scope="module")
def settled(lasting: Any) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        known(patch)
        return lasting(made)


@pytest.fixture
def world(settled: World, db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    known(monkeypatch)
    return deepcopy(settled)


def get(path: str, client: Client | None = None, **more: Any) -> Any:
    found = (client or visitor()).get(path, **more)
    assert found.status_code == 200, path
    return found


def test_publications_are_a_feed_of_what_everybody_may_read_in_its_latest_version(world: World) -> None:
    feed = content(get("/data/publications.atom"))
    titles = [entry["title"] for entry in entries(feed)]
    assert titles == ["村务公开（更正）", *sorted(titles[1:], key=titles.index)]
    assert sorted(titles[1:]) == ["公告0", "公告1", "公告2"]
    assert HIDDEN not in feed.decode()
    assert entries(content(get(f"/data/publications.atom?area={COMMUNITY}"))) == []


def test_answers_are_places_and_a_table_without_who_told_what(world: World) -> None:
    feature = places(get("/data/answers.geojson").json())
    assert [(f["properties"]["title"], f["geometry"]["coordinates"]) for f in feature] == [
        ("垃圾清运", [106.569, 29.556])
    ]
    table = get("/data/answers.csv").content.decode()
    told = get("/data/answers.csv-metadata.json").json()
    (row,) = rows(table, told)
    assert (row["text"], row["lon"], row["url"]) == (
        "垃圾已清运。",
        "106.569",
        f"http://testserver/cases/answers/{world.answered.number}/",
    )
    assert HIDDEN not in table + json.dumps(feature)


def test_meetings_and_terms_are_calendars_and_what_is_kept_back_is_not_in_them(world: World) -> None:
    meetings, shown = events(content(get("/data/meetings.ics")), content(get("/data/publications.ics")))
    (meeting,) = meetings["events"]
    called = Meeting.objects.get(matter=world.matter)
    assert meeting["uid"] == str(called.pk)
    assert meeting["location"] == "村委会"
    assert meeting["start"] == "2026-03-04T01:00:00.000Z"
    assert {event["summary"] for event in shown["events"]} == {"村务公开（更正）", "公告0", "公告1", "公告2"}


def test_older_parts_follow_one_another_and_nothing_is_left_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongzhi.shell.data_views.MOST", {"atom": 1})
    address, seen = "/data/publications.atom", []
    while address:
        found = get(address)
        seen += [entry["title"] for entry in entries(content(found))]
        address = found.get("Link", "").partition(">")[0].lstrip("<")
    assert sorted(seen) == ["公告0", "公告1", "公告2", "村务公开（更正）"]
    assert visitor().get("/data/publications.atom?before=x").status_code == 404


def test_tables_of_areas_and_figures_are_as_their_dictionaries_say(world: World) -> None:
    found = rows(get("/data/areas.csv").content.decode(), get("/data/areas.csv-metadata.json").json())
    assert {row["parent"] for row in found if row["code"] == VILLAGE} == {VILLAGE[:9]}
    told = get("/data/figures.csv-metadata.json").json()
    for language in ("zh-hans", "en"):
        table = get("/figures/export.csv?period=2026", headers={"Accept-Language": language})
        assert rows(table.content.decode(), told)


def test_the_catalogue_leads_to_every_file_and_every_file_opens(world: World) -> None:
    graph = conforms(get("/data/catalogue.jsonld").content.decode())
    files = {
        str(o) for name in ("dcat#downloadURL", "foaf/0.1/page") for s, p, o in graph if str(p).endswith(name)
    }
    assert len(files) >= 12
    page = get("/data/").content.decode()
    for address in files:
        found = get(address)
        content(found)
        assert address in page


def test_a_demo_says_that_its_data_are_generated(world: World, settings: Any) -> None:
    settings.DEMO = True
    for address in ("/data/", "/data/catalogue.jsonld", "/data/meetings.ics", "/data/publications.atom"):
        assert "generated data" in content(get(address)).decode().replace("\r\n ", "")


def test_programs_find_the_feeds_and_are_spared_what_they_have(world: World) -> None:
    assert '<link rel="alternate" type="application/atom+xml"' in get("/cases/answers/").content.decode()
    assert '<link rel="alternate" type="text/calendar"' in get("/data/").content.decode()
    first = get("/data/answers.atom")
    again = visitor().get("/data/answers.atom", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    for wrong in (
        "/data/x.atom",
        "/data/answers.ics",
        "/data/x.csv-metadata.json",
        "/data/answers.atom?area=x",
    ):
        assert visitor().get(wrong).status_code == 404


def subscribed(client: Client) -> str:
    page = text(client.post("/me/calendar/", {"new": ""}, follow=True))
    return next(word for word in page.split() if word.endswith(".ics")).removeprefix("http://testserver")


def test_a_worker_s_deadlines_are_in_their_calendar_by_number_alone(world: World) -> None:
    account = Account.objects.get(pk=world.clerk.account)
    address = subscribed(visitor(account))
    read = get(address)
    (found,) = events(content(read))
    open_one = Matter.objects.get(title__startswith="不公开")
    assert open_one.number in [event["summary"].split()[0] for event in found["events"]]
    assert HIDDEN not in content(get(address)).decode()
    assert "no-store" in read["Cache-Control"]


def test_a_member_s_meetings_are_in_their_calendar_until_the_address_ends(world: World) -> None:
    account = Meeting.objects.get(matter=world.matter).attendees.exclude(account=None)[0].account
    assert account
    client = visitor(account)
    first = subscribed(client)
    second = subscribed(client)
    assert visitor().get(first).status_code == 404
    with time_machine.travel(MONDAY, tick=False):
        (found,) = events(content(get(second)))
    assert "村委会" in [event["location"] for event in found["events"]]
    assert second.split("/")[2] not in text(visitor(account).get("/me/calendar/"))
    client.post("/me/calendar/", {"end": ""})
    assert visitor().get(second).status_code == 404


def test_a_closed_account_has_no_calendar(world: World) -> None:
    account = Account.objects.get(pk=world.village.villager.account)
    address = subscribed(visitor(account))
    close_account(account=account, at=MONDAY + timedelta(days=1))
    assert visitor().get(address).status_code == 404
