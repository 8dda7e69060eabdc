from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import register_account
from gongzhi.kernel.record.declarations import SYSTEM

AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 11, 23)
FRAME = (
    "<title>{% block title %}{% endblock %}</title>"
    "{% for m in messages %}{{ m }}{% endfor %}{% block content %}{% endblock %}{% block scripts %}{% endblock %}"
)


@pytest.fixture(autouse=True)
def _no_lockout_from_another_test() -> None:
    cache.clear()


@pytest.fixture
def site(settings: Any) -> Any:
    """Only the pages of people, in a frame of three blocks."""
    settings.ROOT_URLCONF = "gongzhi.kernel.people.tests.urls"
    settings.LOGIN_REDIRECT_URL = "/me/"
    names = ("template.context_processors.request", "contrib.auth.context_processors.auth")
    loaders = [
        ("django.template.loaders.locmem.Loader", {"base.html": FRAME, "404.html": "404"}),
        "django.template.loaders.app_directories.Loader",
    ]
    processors = [f"django.{name}" for name in (*names, "contrib.messages.context_processors.messages")]
    options = {"loaders": loaders, "context_processors": processors}
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": options}]
    return settings


@pytest.fixture
def li_min(db: None) -> Account:
    return register_account(
        username="li.min",
        name="李敏",
        password="a-long-password",
        phone="13812345678",
        phone_verified=True,
        at=AT,
        actor=SYSTEM,
    )
