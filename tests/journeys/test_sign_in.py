"""The ways in: password, second factor, passkey, code by phone, sign-up. The demo's buttons are in every journey."""

import hmac
import re
import struct
import time
from base64 import b32decode

import pytest
from playwright.sync_api import expect

from .running import Site
from .visitor import PHONE, Meet, Visitor

PASSWORD = "gongzhi-demo"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def by_password(visitor: Visitor, username: str, password: str = PASSWORD) -> None:
    visitor.open("/accounts/login/")
    visitor.page.get_by_label("用户名或手机号").fill(username)
    visitor.page.get_by_label("密码").fill(password)
    visitor.click("登录", within=visitor.page.get_by_role("main"))


def sign_out(visitor: Visitor) -> None:
    visitor.open("/me/")
    visitor.click("退出登录")
    visitor.misses("退出")


def again(visitor: Visitor) -> None:
    """Who changes how they sign in proves once more who they are."""
    if "reauthenticate" in visitor.page.url:
        visitor.look()
        visitor.page.get_by_label("密码").fill(PASSWORD)
        visitor.page.get_by_role("main").locator("form button[type=submit]").first.click()
        visitor.page.wait_for_load_state()
    visitor.look()


def one_time(secret: str, later: int = 0) -> str:
    """Answer the code of an authenticator app (RFC 6238), `later` periods of 30 seconds from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.digest(b32decode(secret), counter, "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.mark.journey
def test_five_failures_lock_the_account_and_say_for_how_long(meet: Meet) -> None:
    visitor = meet()
    by_password(visitor, "community")
    visitor.reads("今天", "李敏")
    sign_out(visitor)
    for _failure in range(5):
        by_password(visitor, "auditor", "wrong-password")
        visitor.reads("账号或密码不正确。")
        expect(visitor.page.get_by_label("用户名或手机号")).to_have_value("auditor")
    by_password(visitor, "auditor")
    visitor.reads("尝试次数过多，为保护账号已暂停。", "最长等待15分钟", "没有登录，也没有改变任何内容")


@pytest.mark.journey
def test_an_authenticator_app_is_asked_for_after_the_password(meet: Meet) -> None:
    visitor = meet()
    by_password(visitor, "district")
    visitor.open("/me/")
    visitor.click("两步验证：身份验证器、通行密钥、恢复码", "link")
    visitor.page.get_by_role("link", name="激活").click()
    again(visitor)
    secret = visitor.page.locator("#authenticator_secret").input_value()
    visitor.page.locator("[name=code]").fill(one_time(secret))
    visitor.page.get_by_role("main").locator("form button[type=submit]").first.click()
    visitor.page.wait_for_load_state()
    visitor.look()
    sign_out(visitor)

    by_password(visitor, "district")
    assert "/2fa/authenticate/" in visitor.page.url
    visitor.page.locator("[name=code]").fill("000000")
    visitor.page.locator("main form button[type=submit]").first.click()
    visitor.look()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.page.locator("[name=code]").fill(one_time(secret, later=1))
    visitor.page.locator("main form button[type=submit]").first.click()
    visitor.reads("今天", "赵晓梅")


@pytest.mark.journey
def test_a_passkey_opens_without_a_password(meet: Meet) -> None:
    visitor = meet()
    device = visitor.page.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    by_password(visitor, "subdistrict")
    visitor.open("/accounts/2fa/webauthn/add/")
    again(visitor)
    visitor.page.get_by_label("名称").fill("办公室电脑")
    expect(visitor.page.get_by_label("以后用它直接登录，不输密码")).to_be_checked()
    visitor.page.locator("#mfa_webauthn_add").click()
    visitor.page.wait_for_url(re.compile("recovery|webauthn/$"))
    visitor.look()
    visitor.open("/accounts/2fa/webauthn/")
    visitor.reads("通行密钥与安全密钥", "办公室电脑", "添加于")
    sign_out(visitor)

    visitor.open("/accounts/login/")
    visitor.page.get_by_role("button", name="用通行密钥登录").click()
    visitor.page.wait_for_url("**/desk/")
    visitor.reads("今天", "王建国")


@pytest.mark.journey
def test_a_code_by_phone_opens_and_signs_up(meet: Meet, site: Site) -> None:
    visitor = meet(**PHONE)
    visitor.open("/accounts/login/")
    visitor.click("用手机验证码登录", "link", within=visitor.page.locator(".d-grid").first)
    visitor.page.get_by_label("手机号").fill("13800000001")
    visitor.click("获取验证码")
    visitor.reads("输入验证码", "验证码已发送至")
    visitor.page.get_by_label("验证码").fill("000000")
    visitor.click("确认")
    visitor.reads("验证码不正确。请核对短信里的数字，或重新获取。")
    visitor.page.get_by_label("验证码").fill(site.code_sent_to("13800000001"))
    visitor.click("确认")
    visitor.reads("陈秀兰，您好")

    newcomer = meet(**PHONE)
    newcomer.open("/accounts/login/")
    newcomer.click("用手机号注册", "link")
    newcomer.page.get_by_label("姓名").fill("林小雨")
    newcomer.page.get_by_label("手机号").fill("13655550000")
    newcomer.click("注册并获取验证码")
    newcomer.page.get_by_label("验证码").fill(site.code_sent_to("13655550000"))
    newcomer.click("确认")
    newcomer.reads("林小雨，您好")
