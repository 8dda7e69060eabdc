from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from ninja import NinjaAPI

from gongzhi.kernel.people import audience
from gongzhi.kernel.people.audience import ActorRequest
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.shell.middleware import WroteOnGet

AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
api = NinjaAPI(urls_namespace="middleware-test")


@api.get("/ping")
def ping(request: HttpRequest) -> str:
    return "pong"


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never seen")


@audience.public
def who(request: ActorRequest) -> HttpResponse:
    return HttpResponse(f"{request.actor.name or 'nobody'} {','.join(g.role for g in request.actor.grants)}")


@audience.officer
def desk(request: ActorRequest) -> HttpResponse:
    return HttpResponse("desk")


@audience.public
def block_everybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Account.objects.update(is_active=False)))


@audience.public
def visit(request: HttpRequest) -> HttpResponse:
    request.session["visits"] = request.session.get("visits", 0) + 1
    request.session.save()
    return HttpResponse(str(request.session["visits"]))


urlpatterns = [
    path("unmarked/", unmarked),
    path("who/", who),
    path("desk/", desk),
    path("block/", block_everybody),
    path("visit/", visit),
    path("api/", api.urls),
    path("accounts/", include("gongzhi.kernel.people.accounts_urls")),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def officer(role: Role) -> Account:
    account = register_account(username=role, name="孙正", at=AT, actor=SYSTEM)
    grant_mandate(account=account, role=role, area="50", since=date(2020, 1, 1), at=AT, actor=SYSTEM)
    return account


@pytest.fixture(autouse=True)
def _bare_pages(settings: object) -> None:
    """Refusals are shown without the frame of the site."""
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]  # type: ignore[attr-defined]


def test_a_view_that_names_no_audience_is_refused_to_everybody(client: Client) -> None:
    assert client.get("/unmarked/").status_code == 403
    client.force_login(officer(Role.CITY_OFFICER))
    assert client.get("/unmarked/").status_code == 403


def test_the_api_answers_for_itself(client: Client) -> None:
    assert client.get("/api/ping").json() == "pong"
    assert client.get("/api/openapi.json").status_code == 200


def test_every_request_knows_who_asks(client: Client) -> None:
    assert client.get("/who/").content.decode() == "nobody "
    client.force_login(officer(Role.CITY_OFFICER))
    assert client.get("/who/").content.decode() == "孙正 city_officer"


def test_who_asks_is_looked_up_only_when_a_view_wants_to_know(
    client: Client, django_assert_num_queries: type
) -> None:
    with django_assert_num_queries(0):
        client.get("/api/ping")


def test_an_auditor_sees_the_desk_and_changes_nothing(client: Client) -> None:
    client.force_login(officer(Role.AUDITOR))
    assert client.get("/desk/").status_code == 200
    assert client.post("/desk/").status_code == 403
    client.force_login(officer(Role.CITY_OFFICER))
    assert client.post("/desk/").status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_view_that_writes_while_it_is_read_fails(client: Client, method: str) -> None:
    account = officer(Role.CITY_OFFICER)
    with pytest.raises(WroteOnGet, match="wrote to people_account"), transaction.atomic():
        getattr(client, method)("/block/")
    account.refresh_from_db()
    assert account.is_active
    assert client.post("/block/").content == b"1"


def test_a_session_may_be_kept_while_reading(client: Client) -> None:
    assert client.get("/visit/").content == b"1"
    assert client.get("/visit/").content == b"2"
