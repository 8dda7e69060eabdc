"""A generated city: the same rows that services write, the same by the same seed, and going on where it was stopped."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import Count, Q
from django.test import Client

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.indicators.areas import count_areas
from gongzhi.kernel.indicators.checking import differences
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.search import matching
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people import personal
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.models import Resident
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.models import Entry, Fact, Leaf
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.registry.declaration import registry
from gongzhi.kernel.territory.generating import Plan, census
from gongzhi.kernel.territory.models import Dwelling
from gongzhi.kernel.territory.services import load_areas
from gongzhi.lib.identity import identity_number
from gongzhi.modules.registers.models import Row
from gongzhi.modules.registers.services import change, enter
from gongzhi.modules.registers.vocabulary import REGISTERS
from gongzhi.shell.city import STREAM, OtherPlan, Progress, begin, planned, raise_city

AT = datetime(2026, 11, 25, 4, tzinfo=UTC)
SHARE = Fraction(1, 20_000)
LETTER = Plan("letter", SHARE, 2020, AT)
CITY = replace(LETTER, scale="city")
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="residents and matters need COPY")


class Killed(Exception):
    """What a blow to the process is to its transaction."""


@pytest.fixture
def township(db: None) -> None:
    load_areas(at=AT, under="500103001")
    count_areas(at=AT)
    load_calendar(at=AT)
    found_offices(at=date(2026, 11, 25))
    for module in registry:
        if module.prepare:
            module.prepare(AT)


def quietly(_progress: Progress) -> None:
    pass


def told() -> dict[str, dict]:
    out = io.StringIO()
    call_command("letter", "--json", stdout=out)
    return {figure["id"]: figure for figure in json.loads(out.getvalue())}


def test_the_census_adds_up_to_the_city() -> None:
    assert sum(census().values()) == 32_054_159
    assert len(census()) == 38


def test_registers_are_generated_so_that_record_totals_and_the_letters_figures_hold(township: None) -> None:
    raise_city(LETTER, tell=quietly)
    assert verify()[2] is None
    assert list(differences(at=AT)) == []
    assert not Fact.objects.exists()
    assert Leaf.objects.count() == Entry.objects.count()
    figures = told()
    assert len(figures) == 78
    assert figures["volunteers.registered"]["value"] == str(LETTER.scaled(5_790_000))
    assert figures["mediation.mediators"]["value"] == str(LETTER.scaled(69_595))
    for key in (
        "lists.prohibited",
        "workload.ledgers_before",
        "workload.ledgers_after",
        "facilities.urban_area",
    ):
        assert float(figures[key]["difference"]) == 0
    assert figures["premises.plaques"]["verdict"]["broken"] == 0
    assert all(figure["link"].startswith("/figures/") for figure in figures.values())


def test_the_letters_page_lays_its_numbers_beside_those_from_records(township: None, client: Client) -> None:
    raise_city(LETTER, tell=quietly)
    page = client.get("/letter/").content.decode()
    assert "69,595" in page
    assert f">{LETTER.scaled(5_790_000)} 人<" in page


def test_an_empty_city_has_zeros_and_the_letter_says_what_is_missing(township: None) -> None:
    figures = told()
    assert {figure["value"] for figure in figures.values()} == {"0", "0.0", None}
    assert all(figure["missing"] for figure in figures.values())
    assert figures["social_work.urban_standard"]["verdict"]["kept"] == 0


def test_figures_follow_when_records_change(township: None) -> None:
    raise_city(LETTER, tell=quietly)
    city = Actor(grants=(Grant(Role.CITY_OFFICER, "50"),))
    register, since = REGISTERS["lists"], date(2020, 2, 1)
    enter(
        register=register,
        area="50",
        name="亲属关系证明",
        since=since,
        values={"list": "certificates"},
        actor=city,
        at=AT,
    )
    row = Row.objects.get(register="mediated", values__origin="police")
    change(row=row, values={"cases": row.values["cases"] + 5}, reason="漏报", actor=city, at=AT)
    figures = told()
    assert figures["lists.certificates"]["value"] == "11"
    assert figures["lists.certificates"]["difference"] == "1"
    assert figures["mediation.cases_police"]["value"] == str(LETTER.scaled(31_327) + 5)


def test_one_seed_makes_one_chain_and_another_makes_another(township: None) -> None:
    chains = []
    for plan in (LETTER, LETTER, replace(LETTER, seed=7)):
        with transaction.atomic():
            raise_city(plan, tell=quietly)
            chains.append(set(Entry.objects.values_list("hash", flat=True)))
            transaction.set_rollback(True)
    assert chains[0] == chains[1]
    assert chains[0] != chains[2]


def test_whoever_is_stopped_goes_on_and_has_the_same_in_the_end(township: None) -> None:
    with transaction.atomic():
        raise_city(LETTER, tell=quietly)
        whole = set(Entry.objects.values_list("hash", flat=True))
        transaction.set_rollback(True)

    def strike(progress: Progress) -> None:
        if progress.unit == "500103" and progress.rows > 300:
            raise Killed

    with pytest.raises(Killed):
        raise_city(LETTER, tell=strike)
    assert (
        Entry.objects.filter(stream=STREAM).count() == 1
    )  # the city's own rows stand, the district's do not
    raise_city(LETTER, tell=quietly)
    assert verify()[2] is None
    assert set(Entry.objects.exclude(stream=STREAM).values_list("hash", flat=True)) <= whole
    assert list(differences(at=AT)) == []


def test_a_second_plan_is_refused(township: None) -> None:
    given = {"scale": "letter", "share": SHARE, "seed": 1, "until": AT}
    assert begin(**given) == planned()
    with pytest.raises(OtherPlan):
        begin(**{**given, "seed": 2})


@pytest.mark.skipif(connection.vendor == "postgresql", reason="there it may")
def test_sqlite_holds_no_city(db: None) -> None:
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("demo", "--scale", "city", "--no-serve")


@on_postgres
def test_a_city_has_residents_homes_seats_and_matters_that_go_on(township: None) -> None:
    raise_city(CITY, tell=quietly)
    assert verify()[2] is None
    assert list(differences(at=AT)) == []
    assert Resident.objects.count() == CITY.scaled(census()["500103"])
    assert Dwelling.objects.exists()
    assert Seat.objects.exists()
    assert Matter.objects.count() == CITY.scaled(10_000_000)
    leads = Count("tasks", Q(tasks__purpose="lead", tasks__closed_at=None), distinct=True)
    live = Count("clocks", Q(clocks__state="running"), distinct=True)
    standing = Matter.objects.annotate(leads=leads, live=live)
    assert set(standing.filter(closed_at=None).values_list("leads", flat=True)) == {1}
    assert not standing.filter(closed_at=None, live=0).exists()
    assert set(standing.exclude(closed_at=None).values_list("leads", "live")) == {(0, 0)}
    identity = personal.opened(Resident.objects.first().identity_sealed, personal.RESIDENT_IDENTITY)
    with pytest.raises(ValueError, match="校验位"):
        identity_number(identity)
    matter = (
        Matter.objects.filter(state="registered").first() or Matter.objects.filter(state="in_hand").first()
    )
    assert matter is not None
    assert Matter.objects.filter(matching(matter.title[:4])).exists()
    worker = Actor(name="李敏", grants=(Grant(Role.COMMUNITY_WORKER, matter.area_code),))
    step = {"registered": "accept", "in_hand": "progress"}[matter.state]
    act(matter_id=matter.pk, step=step, values={"progress": "已到现场"}, actor=worker, at=AT)
    assert verify()[2] is None
