import re
import time
from base64 import b32decode
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP as Authenticating
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client
from django.urls import NoReverseMatch, reverse

from gongzhi.kernel.people.demo import DEMO_PEOPLE, make_demo_people
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import account_of_phone, phone_of
from gongzhi.kernel.people.services import register_account, register_resident
from gongzhi.kernel.people.tests.conftest import AT
from gongzhi.kernel.record.declarations import SYSTEM

pytestmark = pytest.mark.usefixtures("site")
PASSWORD = "a-long-password"


def sign_in(client: Client, login: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": login, "password": password})


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def sent(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """Answer (phone, text) of the messages that the console gateway showed."""
    return re.findall(r"\[SMS → (\d+)\] (.*)", capsys.readouterr().err)


def code_in(text: str) -> str:
    found = re.search(r"\d{6}", text)
    assert found
    return found[0]


@pytest.mark.parametrize("login", ["li.min", "LI.MIN", "13812345678", "+86 138 1234 5678"])
def test_an_account_signs_in_by_username_or_phone(client: Client, li_min: Account, login: str) -> None:
    assert sign_in(client, login)["Location"] == "/me/"
    assert signed_in(client) == str(li_min.pk)


def test_an_officer_without_a_phone_signs_in_by_username(client: Client, db: None) -> None:
    account = register_account(username="wang", name="王", password=PASSWORD, at=AT, actor=SYSTEM)
    sign_in(client, "wang")
    assert signed_in(client) == str(account.pk)


@pytest.mark.parametrize("login", ["li.min", "nobody", "13812345678", "13999999999"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(
    client: Client, li_min: Account, login: str
) -> None:
    page = sign_in(client, login, "wrong-password").content.decode()
    assert "账号或密码不正确" in page
    assert signed_in(client) is None


@pytest.mark.parametrize("login", ["li.min", "nobody"])
def test_after_five_failures_the_account_is_locked_and_told_for_how_long(
    client: Client, li_min: Account, login: str
) -> None:
    for _ in range(5):
        assert "账号或密码不正确" in sign_in(client, login, "wrong-password").content.decode()
    assert "最长等待15分钟" in sign_in(client, login).content.decode()
    assert signed_in(client) is None


def test_writing_a_phone_in_another_way_gives_no_further_attempts(client: Client, li_min: Account) -> None:
    for login in ("13812345678", "+8613812345678", "138-1234-5678", "138 1234 5678", "008613812345678"):
        sign_in(client, login, "wrong-password")
    assert "最长等待15分钟" in sign_in(client, "13812345678").content.decode()


def test_a_success_in_between_does_not_reset_the_count(client: Client, li_min: Account) -> None:
    for _ in range(4):
        sign_in(client, "li.min", "wrong-password")
    sign_in(client, "li.min")
    client.logout()
    sign_in(client, "li.min", "wrong-password")
    assert "最长等待15分钟" in sign_in(client, "li.min").content.decode()


def test_a_code_sent_to_the_phone_signs_in(
    client: Client, li_min: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = client.post(reverse("account_request_login_code"), {"phone": "138 1234 5678"})
    assert asked["Location"] == reverse("account_confirm_login_code")
    [(phone, text)] = sent(capsys)
    assert phone == "13812345678"
    client.post(reverse("account_confirm_login_code"), {"code": code_in(text)})
    assert signed_in(client) == str(li_min.pk)


def test_a_code_can_be_asked_for_again(
    client: Client, li_min: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    client.post(reverse("account_request_login_code"), {"phone": "13812345678"})
    sent(capsys)
    page = client.get(reverse("account_confirm_login_code")).content.decode()
    assert "重新获取" in page
    client.post(reverse("account_confirm_login_code"), {"action": "resend", "code": ""})
    [(_, text)] = sent(capsys)
    client.post(reverse("account_confirm_login_code"), {"code": code_in(text)})
    assert signed_in(client) == str(li_min.pk)


def test_three_wrong_codes_end_the_attempt(
    client: Client, li_min: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    client.post(reverse("account_request_login_code"), {"phone": "13812345678"})
    [(_, text)] = sent(capsys)
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "wrong"})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(text)})
    assert signed_in(client) is None


def test_an_unknown_phone_sees_the_same_page_and_gets_no_code(
    client: Client, li_min: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = client.post(reverse("account_request_login_code"), {"phone": "13999999999"})
    assert asked["Location"] == reverse("account_confirm_login_code")
    [(phone, text)] = sent(capsys)
    assert (phone, re.search(r"\d{6}", text)) == ("13999999999", None)


def test_a_wrong_phone_number_is_explained(client: Client, db: None) -> None:
    page = client.post(reverse("account_request_login_code"), {"phone": "12345"}).content.decode()
    assert "手机号应为11位数字" in page


def app_code(secret: str) -> str:
    """Answer what an authenticator app shows now (RFC 6238)."""
    return TOTP(b32decode(secret), 6, SHA1(), 30).generate(int(time.time())).decode()  # noqa: S303


def sign_up(client: Client, **changes: str) -> Any:
    return client.post(reverse("account_signup"), {"name": "陈秀兰", "phone": "13700000000", **changes})


def test_a_resident_signs_up_by_phone_and_code_alone(
    client: Client, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign_up(client)["Location"] == reverse("account_verify_phone")
    assert signed_in(client) is None
    [(_, text)] = sent(capsys)
    client.post(reverse("account_verify_phone"), {"code": code_in(text)})
    account = Account.objects.get()
    assert signed_in(client) == str(account.pk)
    assert (account.name, account.phone_verified, account.has_usable_password()) == ("陈秀兰", True, False)


def test_who_signs_up_with_a_strangers_phone_gains_nothing(
    client: Client, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_up(Client(), password1="squatters-password")
    sent(capsys)
    assert signed_in(client) is None
    assert "账号或密码不正确" in sign_in(client, "13700000000", "squatters-password").content.decode()
    register_account(
        username="owner", name="主", phone="13700000000", phone_verified=True, at=AT, actor=SYSTEM
    )
    owner = account_of_phone("13700000000")
    assert owner is not None
    assert owner.username == "owner"


def test_signing_up_with_a_phone_that_has_an_account_tells_its_owner_only(
    client: Client, li_min: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign_up(client, phone="13812345678")["Location"] == reverse("account_verify_phone")
    [(_, text)] = sent(capsys)
    assert "已有账号" in text
    assert Account.objects.count() == 1


def test_a_second_factor_is_asked_for_and_its_secret_is_sealed(client: Client, li_min: Account) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # audit: no secret
    Authenticating.activate(li_min, secret)
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert sign_in(client, "li.min")["Location"] == reverse("mfa_authenticate")
    assert signed_in(client) is None
    code = app_code(secret)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert signed_in(client) == str(li_min.pk)


def test_the_phone_can_be_changed_by_a_code_to_the_new_one(
    client: Client, li_min: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in(client, "li.min")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_change_phone"), {"phone": "13911112222"})
    assert phone_of(Account.objects.get()) == "13812345678"
    [(phone, text)] = sent(capsys)
    assert phone == "13911112222"
    client.post(reverse("account_verify_phone"), {"code": code_in(text)})
    assert account_of_phone("13911112222") == li_min


PAGES = [
    "account_change_phone",
    "account_change_password",
    "mfa_index",
    "mfa_list_webauthn",
    "account_logout",
]


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_security_open(client: Client, li_min: Account, name: str) -> None:
    sign_in(client, "li.min")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse(name)).status_code == 200


def test_an_authenticator_app_and_recovery_codes_can_be_set_up(client: Client, li_min: Account) -> None:
    sign_in(client, "li.min")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "data:image/svg" in client.get(reverse("mfa_activate_totp")).content.decode()
    code = app_code(client.session["mfa.totp.secret"])
    done = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert done.status_code == 200
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_a_passkey_is_asked_for_without_naming_an_account(client: Client, db: None) -> None:
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    options = asked.json()["request_options"]["publicKey"]
    assert options["challenge"]
    assert not options.get("allowCredentials")


def test_there_are_no_pages_about_email(client: Client) -> None:
    for name in ("account_email", "account_reset_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert client.get("/accounts/email/").status_code == 404


def test_outside_the_demo_no_button_is_offered_and_none_works(client: Client, li_min: Account) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "演示" not in page
    assert "通行密钥" in page
    assert client.post(reverse("people:demo_sign_in"), {"username": "li.min"}).status_code == 404


def test_in_the_demo_one_button_signs_in(client: Client, db: None, site: Any) -> None:
    site.DEMO = True
    [resident, *_] = make_demo_people(
        at=AT,
        city="50",
        county="500103",
        township="500103001",
        community="500103001001",
        grid="500103001001001",
        village="500112143210",
    )
    page = client.get(f"{reverse('account_login')}?next=/me/").content.decode()
    assert page.count(reverse("people:demo_sign_in")) == len(DEMO_PEOPLE)
    there = client.post(reverse("people:demo_sign_in"), {"username": "resident", "next": "/me/?x=1"})
    assert there["Location"] == "/me/?x=1"
    assert signed_in(client) == str(resident.pk)
    away = client.post(reverse("people:demo_sign_in"), {"username": "grid", "next": "https://evil.example"})
    assert away["Location"] == "/me/"


def test_an_account_that_is_not_of_the_demo_has_no_button(client: Client, li_min: Account, site: Any) -> None:
    site.DEMO = True
    assert client.post(reverse("people:demo_sign_in"), {"username": "li.min"}).status_code == 404


def test_my_page_shows_my_numbers_masked(client: Client, li_min: Account) -> None:
    register_resident(
        name="李敏", identity="11010519491231002X", area="500103001001", account=li_min, at=AT, actor=SYSTEM
    )
    sign_in(client, "li.min")
    page = client.get(reverse("people:me")).content.decode()
    assert "110105********002X" in page
    assert "138****5678" in page
    assert "13812345678" not in page


def test_my_page_asks_a_visitor_to_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("people:me"))["Location"] == f"{reverse('account_login')}?next=/me/"
