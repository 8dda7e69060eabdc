"""What holds for every call of a machine: tokens, limits, what it has already, what went wrong in its language."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.models import ApiKey
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.modules.cases.factories import COUNTY, Cast
from gongzhi.modules.cases.tests.site import Site, built, visitor
from gongzhi.modules.cases.tests.test_api import key_of, sent

CASES, TOKEN = "/api/v1/cases/", "/api/v1/oauth/token"


@pytest.fixture
def site(cast: Cast) -> Site:
    return built()


def listed(key: str, **headers: str) -> Any:
    return visitor().get(CASES, headers={"Authorization": f"Bearer {key}", **headers})


def changed(key: str, **more: str) -> Any:
    return visitor().post(TOKEN, {"grant_type": "client_credentials", "client_secret": key, **more})


def test_a_key_is_changed_for_a_token_that_carries_a_mandate_for_ten_minutes(site: Site) -> None:
    key = key_of(site, Role.DISTRICT_OFFICER)
    answer = changed(key, scope=f"district_officer:{COUNTY}")
    assert (answer.status_code, answer.json()["expires_in"]) == (200, 600)
    token = answer.json()["access_token"]
    assert listed(token).json()["count"] == 1
    assert changed(key, scope="city_officer:50").json() == {"error": "invalid_scope"}
    assert changed("gz_x").json() == {"error": "invalid_client"}
    assert changed(key, grant_type="password").json() == {"error": "unsupported_grant_type"}
    assert listed(token[:-1] + "?").status_code == 401
    with time_machine.travel(timedelta(seconds=601)):
        assert listed(token).status_code == 401
    ApiKey.objects.update(until="2026-01-01")
    assert listed(token).status_code == 401


def test_whoever_has_the_newest_answer_is_told_so(site: Site) -> None:
    key = key_of(site, Role.DISTRICT_OFFICER)
    etag = listed(key)["ETag"]
    again = listed(key, **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    sent(key)
    assert listed(key, **{"If-None-Match": etag}).status_code == 200


def test_problems_are_told_in_the_language_that_was_asked_for(site: Site) -> None:
    chinese, english = (listed("gz_x", **{"Accept-Language": wanted}) for wanted in ("zh-hans", "en"))
    assert chinese["Content-Type"] == english["Content-Type"] == "application/problem+json"
    assert (chinese.status_code, chinese["WWW-Authenticate"]) == (401, "Bearer")
    assert chinese.json()["detail"] == "密钥或者令牌无效，或者已经过期。"
    assert english.json()["detail"].startswith("The key or token")
    wrong = sent(key_of(site, Role.DISTRICT_OFFICER), body=1).json()
    assert (wrong["status"], wrong["errors"][0]["pointer"]) == (422, "/given/body")


def test_who_calls_too_often_is_told_when_to_come_back(site: Site, settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 2
    key = key_of(site, Role.DISTRICT_OFFICER)
    with time_machine.travel("2026-11-25T09:00:20+08:00", tick=False):
        answers = [listed(key) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert [answer["RateLimit"] for answer in answers] == [f'"key";r={n};t=40' for n in (1, 0, 0)]
        assert answers[2]["Retry-After"] == "40"
        assert listed(key_of(site, Role.AUDITOR)).status_code == 200
    with time_machine.travel("2026-11-25T09:01:00+08:00"):
        assert listed(key).status_code == 200


def test_the_same_call_under_one_key_of_the_sender_is_done_once(site: Site) -> None:
    key = key_of(site, Role.DISTRICT_OFFICER)
    first, again = (sent(key, headers={"Idempotency-Key": "B-1"}) for _ in "12")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    other = sent(key, headers={"Idempotency-Key": "B-1"}, body="完全是另一件事情。")
    assert other.status_code == 422
    assert Matter.objects.count() == 2
