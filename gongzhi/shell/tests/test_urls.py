"""Every address of the site, visited by everybody: each page keeps to the audience it states, and none breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.models import Matter, SavedFilter
from gongzhi.kernel.matters.services import attach
from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.modules.cases.factories import COMMUNITY, MONDAY, TOWNSHIP, district
from gongzhi.modules.cases.tests.site import REPORT, SAID, Site, built, content, text, visitor
from gongzhi.shell.middleware import UNMARKED

PDF = b"%PDF-1.7\n%%EOF\n"
SIGN_IN = "/accounts/login/"
OPEN = ("api:openapi-json", "api:api-root", "api:token")  # a key is handed in at the last


@dataclass(frozen=True)
class Page:
    name: str
    view: Any
    arguments: dict[str, str]
    """The names of what its address holds, each with its kind: str, int, uuid."""

    @property
    def ours(self) -> bool:
        return not getattr(self.view, "func", self.view).__module__.startswith(UNMARKED) or hasattr(
            self.view, "audience"
        )

    @property
    def audience(self) -> Audience | None:
        return getattr(self.view, "audience", None)

    def path(self, samples: dict[str, str]) -> str:
        fits = {"int": "1", "uuid": samples.get("pk", "1")}
        found = {name: fits.get(kind) or samples.get(name, "1") for name, kind in self.arguments.items()}
        return reverse(self.name, kwargs=found)


def pages(
    resolver: URLResolver | None = None, space: str = "", known: dict[str, str] | None = None
) -> Iterator[Page]:
    for entry in (resolver or get_resolver()).url_patterns:
        kinds = {n: type(c).__name__.removesuffix("Converter") for n, c in entry.pattern.converters.items()}
        arguments = {**(known or {}), **{name: kind.lower() for name, kind in kinds.items()}}
        if isinstance(entry, URLResolver):
            yield from pages(entry, f"{space}{entry.namespace}:" if entry.namespace else space, arguments)
        elif isinstance(entry, URLPattern) and entry.name:
            yield Page(space + entry.name, entry.callback, arguments)


PAGES = list({page.name: page for page in pages()}.values())
OURS = [page for page in PAGES if page.ours]
OF_ONE_MATTER = ("shell:matter", "shell:step", "shell:file")
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db: None) -> Site:
    district()
    return built()


@pytest.fixture
def samples(site: Site) -> dict[str, str]:
    kept = attach(
        site.matter, SimpleUploadedFile("材料.pdf", PDF), step="opened", by=str(site.resident.pk), at=MONDAY
    )
    return {
        "number": site.matter.number,
        "sha256": kept.sha256,
        "form": "csv",
        "community": COMMUNITY,
        "code": COMMUNITY,
        "pk": str(uuid4()),
        "act": "sign",
        "decision": "resolve",
    }


def at(page: Page, samples: dict[str, str]) -> str:
    """Answer an address of the page; `key` is a step of the case, else the key of its procedure."""
    key = "progress" if page.name == "shell:step" else next(iter(PROCEDURES))
    return page.path({"key": key, **samples})


def visits(client: Client, samples: dict[str, str], *among: Audience) -> Iterator[tuple[Page, HttpResponse]]:
    for page in OURS:
        if not among or page.audience in among:
            answer = client.get(at(page, samples))
            content(answer)
            yield page, answer  # type: ignore[misc]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but those of sessions."""
    tables = (m for m in apps.get_models() if m._meta.label not in ("sessions.Session", "territory.Area"))
    return {m._meta.label: list(m._default_manager.order_by("pk").values_list()) for m in tables}


def test_every_view_of_ours_names_its_audience() -> None:
    assert [page.name for page in OURS if page.audience is None] == []
    assert len(OURS) > 25
    assert {page.audience for page in OURS} == set(Audience)


def test_somebody_signed_out_is_asked_to_sign_in_where_it_is_needed(samples: dict[str, str]) -> None:
    client, wrong = visitor(), []
    for page, answer in visits(client, samples):
        sign_in = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
        asked = page.audience in (Audience.OFFICER, Audience.RESIDENT)
        if answer.status_code >= 500 or (asked and answer.status_code != 405) != sign_in:
            wrong.append((page.name, answer.status_code))
    assert wrong == []


def test_whoever_signs_in_comes_back_to_the_page_they_asked_for(site: Site) -> None:
    answer = visitor().get(f"/m/{site.matter.number}/?tab=1")
    assert answer["Location"] == f"{SIGN_IN}?next=/m/{site.matter.number}/%3Ftab%3D1"


def test_pages_for_everybody_open_for_everybody(samples: dict[str, str], site: Site) -> None:
    closed = {"shell:file", "shell:step"}
    for who in (None, site.resident, site.community, site.outside):
        for page, answer in visits(visitor(who), samples, Audience.PUBLIC, Audience.MACHINE):
            if not page.arguments:
                assert answer.status_code in (200, 302, 404, 405), page.name
            elif page.name not in closed:
                assert answer.status_code in (200, 302, 403, 404, 405), page.name


def test_a_resident_opens_their_pages_and_is_told_why_not_the_others(
    samples: dict[str, str], site: Site
) -> None:
    client = visitor(site.resident)
    for page, answer in visits(client, samples, Audience.RESIDENT):
        if answer.status_code == 302:  # what has to be chosen first
            answer = client.get(answer["Location"])
        if answer.status_code == 403:
            assert "由村（社区）党组织" in text(answer), page.name
            continue
        missing = 404 if page.arguments else 200  # the sample is a case, not a matter of every module
        assert answer.status_code in (200, 405, missing), page.name
    for page, answer in visits(client, samples, Audience.OFFICER):
        if answer.status_code != 405:
            assert answer.status_code == 403, page.name
            assert "只对工作人员开放" in text(answer), page.name
            assert "什么都没有被改变" in text(answer), page.name


@pytest.mark.parametrize("role", Role)
def test_an_officer_opens_the_pages_of_officers(role: Role, samples: dict[str, str], site: Site) -> None:
    if role not in site.officers:
        return
    reached = []
    for page, answer in visits(visitor(site.officers[role]), samples, Audience.OFFICER, Audience.RESIDENT):
        if answer.status_code == 403:
            assert "只对以下人员开放" in text(answer) or "由村（社区）党组织" in text(answer), page.name
        else:
            assert answer.status_code in (200, 302, 404, 405), page.name
        reached += [page.name] if answer.status_code == 200 else []
    assert {"shell:desk", "shell:worklist", "shell:matter", "shell:export", "people:me"} <= set(reached)


def test_an_officer_of_another_area_is_refused_with_the_place(samples: dict[str, str], site: Site) -> None:
    client = visitor(site.outside)
    for page in OURS:
        if page.name in OF_ONE_MATTER:
            path = at(page, samples)
            answer = client.post(path) if page.name == "shell:step" else client.get(path)
            assert answer.status_code == 403, page.name
            assert "不在您的授权范围内" in text(answer)
    assert site.matter.number not in text(client.get("/work/?q=垃圾"))
    assert site.matter.title not in text(client.get(f"/work/?area={COMMUNITY}"))
    assert site.matter.number not in content(client.get("/work/export.csv")).decode()


@pytest.mark.parametrize("who", ["nobody", "resident", "outside", *Role])
def test_no_address_breaks_when_nothing_is_sent_to_it(who: str, samples: dict[str, str], site: Site) -> None:
    accounts = {"resident": site.resident, "outside": site.outside, **site.officers}
    client = visitor(accounts.get(who))
    before = everything()
    for page in OURS:
        answer = client.post(at(page, samples))
        assert answer.status_code < 500, (page.name, text(answer)[:300])
    assert everything() == before


def test_the_sign_in_pages_open_for_strangers() -> None:
    for page in PAGES:
        if not page.ours and "api:" not in page.name:
            for client in (visitor(), visitor(HTTP_ACCEPT_LANGUAGE="en")):
                answer = client.get(page.path({}))
                assert answer.status_code < 500, page.name


def test_machines_without_a_key_are_refused(samples: dict[str, str]) -> None:
    for page in PAGES:
        if page.name.startswith("api:") and page.name not in OPEN:
            for answer in (visitor().get(page.path(samples)), visitor().post(page.path(samples))):
                assert answer.status_code in (401, 405), page.name
    assert visitor().get(reverse("api:openapi-json")).status_code == 200


def test_whatever_an_auditor_sends_nothing_changes(samples: dict[str, str], site: Site) -> None:
    client, matter = visitor(site.officers[Role.AUDITOR]), site.matter
    saved = SavedFilter.objects.create(account=site.officers[Role.AUDITOR], name="我的", query="due=overdue")
    attempts: list[tuple[str, dict[str, Any]]] = [
        (REPORT, SAID),
        (
            f"/cases/register/?area={COMMUNITY}",
            {**SAID, "channel": "window", "name": "某某", "phone": "13812345678"},
        ),
        ("/work/filters/", {"name": "超期", "query": "due=overdue"}),
        ("/work/filters/", {"remove": saved.pk}),
        ("/area/", {"area": TOWNSHIP}),
        (
            "/work/bulk/",
            {"number": [matter.number], "step": "progress", "confirmed": "1", "progress-progress": "x"},
        ),
        *(
            (f"/m/{matter.number}/do/{step.key}/", filled(step.key))
            for step in PROCEDURES[matter.procedure].steps
        ),
    ]
    before = everything()
    for path, sent in attempts:
        answer = client.post(path, sent)
        assert answer.status_code in (403, 409), (path, answer.status_code)
    assert everything() == before
    assert Matter.objects.count() == 1


def filled(key: str) -> dict[str, str]:
    """Answer a step's form filled in, whatever it asks for."""
    fields = ("note", "reason", "answer", "turn_to", "progress", "finding", "question", "supplement")
    return {**{f"{key}-{name}": "文字" for name in fields}, f"{key}-stars": "5", f"{key}-days": "3"}


def test_an_auditor_may_still_switch_language_and_type_and_look_up_a_case(site: Site) -> None:
    client = visitor(site.officers[Role.AUDITOR])
    assert client.post("/language/", {"language": "en"}).status_code == 302
    assert client.post("/large/", {"on": "1"}).cookies["large"].value == "1"
    wrong = client.post("/cases/lookup/", {"number": site.matter.number, "code": "ABCDEF"})
    assert wrong.status_code == 422
