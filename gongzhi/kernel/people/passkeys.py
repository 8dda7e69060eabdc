"""allauth's forms of passkeys in our words: it names one field in English only."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

NAME = _("名称")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types for mypy
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME
        passwordless = self.fields["passwordless"]
        passwordless.label, passwordless.initial = _("以后用它直接登录，不输密码"), True
        passwordless.help_text = _("需要这台设备能识别您：指纹、面容或者锁屏密码。")


class EditPasskeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types for mypy
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME
