"""What allauth asks of us: phones sealed in our table, messages by our gateway, words in Chinese."""

from base64 import b64decode, b64encode
from contextlib import suppress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import PhoneVerificationStage
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.people import personal, selectors, services
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.forms import PhoneField
from gongzhi.kernel.people.gateways import gateway
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.lib.identity import phone_number

NO_MATCH = gettext_lazy("账号或密码不正确。请核对后再试，或改用手机验证码登录。")
LOCKED = format_lazy(
    gettext_lazy(
        "尝试次数过多，为保护账号已暂停。请稍后再试，最长等待{minutes}分钟；这一次没有登录，也没有改变任何内容。"
    ),
    minutes=settings.LOCKOUT_MINUTES,
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types for mypy
    """Sign-in by username or phone. Wrong password and unknown account get one and the same answer."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": NO_MATCH,
        "phone_password_mismatch": NO_MATCH,
        "too_many_login_attempts": LOCKED,
        "incorrect_code": gettext_lazy("验证码不正确。请核对短信里的数字，或重新获取。"),
        "phone_taken": gettext_lazy("这个手机号已属于另一个账号，请直接用它登录。"),
    }

    def get_login_stages(self) -> list[str]:
        theirs = f"{PhoneVerificationStage.__module__}.{PhoneVerificationStage.__name__}"
        ours = f"{PhoneStage.__module__}.{PhoneStage.__name__}"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Failures count for the phone, however it was written."""
        login = str(credentials.get("username", ""))
        with suppress(ValueError):
            login = phone_number(login)
        super().pre_authenticate(request, **{**credentials, "username": login})

    def save_user(
        self, request: HttpRequest, user: Account, form: forms.Form, commit: bool = True
    ) -> Account:
        data = form.cleaned_data
        return services.register_account(
            username=f"u{get_random_string(12).lower()}",
            name=data["name"],
            password=data.get("password1") or None,
            phone=data["phone"],
            at=timezone.now(),
            actor=_snapshot(user),
        )

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**{**kwargs, "label": gettext_lazy("手机号")})

    def get_phone(self, user: Account) -> tuple[str, bool] | None:
        phone = selectors.phone_of(user)
        return (phone, user.phone_verified) if phone else None

    def set_phone(self, user: Account, phone: str, verified: bool) -> None:
        services.put_phone(
            account=user, phone=phone, verified=verified, at=timezone.now(), actor=_snapshot(user)
        )

    def set_phone_verified(self, user: Account, phone: str) -> None:
        if self.get_phone(user) != (phone, True):
            self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> Account | None:
        return selectors.account_of_phone(phone)

    def send_verification_code_sms(self, user: Account, phone: str, code: str, **kwargs: Any) -> None:
        text = _("【{site}】验证码{code}，请勿告诉任何人，工作人员也不会向您索要。")
        self._send(phone, text.format(site=settings.SITE_NAME, code=code))

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        text = _("【{site}】有人用这个手机号登录，但它还没有注册。如是您本人，请先注册。")
        self._send(phone, text.format(site=settings.SITE_NAME))

    def send_account_already_exists_sms(self, phone: str) -> None:
        text = _("【{site}】有人用这个手机号注册，但它已有账号。如是您本人，请直接登录。")
        self._send(phone, text.format(site=settings.SITE_NAME))

    def _send(self, phone: str, text: str) -> None:
        gateway().send(phone, text)


class PhoneStage(PhoneVerificationStage):  # type: ignore[misc]  # allauth has no types for mypy
    """A phone that is there must be verified; officers without one sign in by username and password."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if isinstance(self.login.user, Account) and not self.login.user.phone_index:
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types for mypy
    """Seals the secrets of authenticator apps and recovery codes."""

    PLACE = "mfa_authenticator.data"

    def encrypt(self, text: str) -> str:
        return b64encode(personal.seal(text, self.PLACE) or b"").decode()

    def decrypt(self, encrypted_text: str) -> str:
        return personal.opened(b64decode(encrypted_text), self.PLACE)

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def get_totp_label(self, user: Account) -> str:
        return user.name


def _snapshot(account: Account) -> ActorSnapshot:
    actor = Actor(account=str(account.pk), name=account.name)
    return actor.snapshot(role=Role.RESIDENT, office=_("本人"))
