"""Settings of an installation. What differs between installations comes from the environment:

GONGZHI_HOME      folder that holds all state of an embedded installation (default: var/)
DATABASE_URL      postgres://user:password@host:port/name instead of the embedded SQLite file
GONGZHI_HOSTS     host names served, separated by commas
GONGZHI_ORIGINS   https origins behind a proxy, separated by commas
GONGZHI_PROXIES   how many reverse proxies of ours stand before the server
GONGZHI_LOG_ORIGIN  name of the city's transparency log, never changed later: an address without https://
GONGZHI_API_CALLS  how many calls a minute a key may make (default: 6000)
GONGZHI_WEBHOOKS_INSIDE  1: webhooks may go to private addresses and without TLS
GONGZHI_DATA_LICENCE  address of the licence of the open data (default: CC BY 4.0)
GONGZHI_LOGS      json: JSON lines on standard error, one for each request; default: plain text of errors
GONGZHI_METRICS_KEY  who knows it reads /metrics; without one, this machine alone
GONGZHI_MODEL_URL  a language model with the OpenAI interface, up to /v1: may put clauses in plainer words (default: none)
GONGZHI_MODEL     its name; GONGZHI_MODEL_KEY its key, if it asks for one
GONGZHI_DEMO      1: generated data, one-button sign-in, a band on every page that says so
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from gongzhi.config.settings.database import database
from gongzhi.config.settings.keys import secret
from gongzhi.config.settings.logs import logs
from gongzhi.kernel.registry.discovery import module_packages

BASE_DIR = Path(__file__).resolve().parents[3]
GONGZHI_HOME = Path(os.environ.get("GONGZHI_HOME", BASE_DIR / "var")).resolve()
# `gongzhi demo` leaves this file behind, so that every later process on the same home knows.
DEMO = os.environ.get("GONGZHI_DEMO") == "1" or (GONGZHI_HOME / "demo").exists()
DEBUG = False
SECRET_KEY = secret(GONGZHI_HOME, "session")
# Seals personal fields and makes their blind index. Losing these files loses the data: back them up apart.
SEALING_KEY = secret(GONGZHI_HOME, "sealing")
INDEX_KEY = secret(GONGZHI_HOME, "index")
ALLOWED_HOSTS = os.environ.get("GONGZHI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("GONGZHI_ORIGINS", "").split(",") if o]
HTTPS = bool(CSRF_TRUSTED_ORIGINS)

KERNEL = [
    f"gongzhi.kernel.{part}"
    for part in (
        "record",
        "territory",
        "deadlines",
        "people",
        "bodies",
        "matters",
        "indicators",
        "publications",
        "ballots",
        "exchange",
    )
]
INSTALLED_APPS = [
    *KERNEL,
    *module_packages(),
    "gongzhi.shell",
    "gongzhi.kernel.registry",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "gongzhi.shell.observing.ObserveMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongzhi.shell.middleware.ActorMiddleware",
    "gongzhi.shell.middleware.ReadOnlyGetMiddleware",
]
ROOT_URLCONF = "gongzhi.shell.urls"
WSGI_APPLICATION = "gongzhi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongzhi.shell.context.frame",
            ]
        },
    }
]
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), GONGZHI_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Holds the counters of failures: with room for few entries, a flood of names would wash them out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
# Sign-in (allauth): by username or phone and password, by code to the phone, by passkey. No e-mail.
LOCKOUT_FAILURES, LOCKOUT_MINUTES = 5, 15
ACCOUNT_ADAPTER = "gongzhi.kernel.people.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "gongzhi.kernel.people.forms.SignUpForm"
ACCOUNT_SIGNUP_FIELDS = ["phone*", "password1"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USER_DISPLAY = str
_lockout = f"{LOCKOUT_FAILURES}/{LOCKOUT_MINUTES}m/key"
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"{_lockout},60/{LOCKOUT_MINUTES}m/ip",
    "request_login_code": f"{_lockout},60/{LOCKOUT_MINUTES}m/ip",
}
MFA_ADAPTER = "gongzhi.kernel.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers offer passkeys over http on localhost only
MFA_FORMS = {
    "add_webauthn": "gongzhi.kernel.people.passkeys.AddPasskeyForm",
    "edit_webauthn": "gongzhi.kernel.people.passkeys.EditPasskeyForm",
}
MFA_TOTP_TOLERANCE = 1
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "gongzhi" / "shell" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = GONGZHI_HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": GONGZHI_HOME / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_SIZE_LIMIT = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CITY_CODE = os.environ.get("GONGZHI_CITY", "50")
LOG_ORIGIN = os.environ.get("GONGZHI_LOG_ORIGIN", f"gongzhi.example/{CITY_CODE}")
SITE_NAME = _("共治")
# How many proxies of ours stand before the server: without it, all visitors behind one share its address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("GONGZHI_PROXIES", "0"))
API_CALLS_A_MINUTE = int(os.environ.get("GONGZHI_API_CALLS", "6000"))
DATA_LICENCE = os.environ.get("GONGZHI_DATA_LICENCE", "https://creativecommons.org/licenses/by/4.0/")
LOGGING = logs(os.environ.get("GONGZHI_LOGS", ""))
METRICS_KEY = os.environ.get("GONGZHI_METRICS_KEY", "")
WEBHOOKS_INSIDE = os.environ.get("GONGZHI_WEBHOOKS_INSIDE") == "1"
MODEL_URL = os.environ.get("GONGZHI_MODEL_URL", "").rstrip("/")
MODEL = os.environ.get("GONGZHI_MODEL", "")
MODEL_KEY = os.environ.get("GONGZHI_MODEL_KEY", "")
TILE_URL = os.environ.get("GONGZHI_TILE_URL", "")
SMS_GATEWAY = os.environ.get("GONGZHI_SMS_GATEWAY", "gongzhi.kernel.people.gateways.Console")
SILENCED_SYSTEM_CHECKS: list[str] = []
