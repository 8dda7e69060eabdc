"""Settings of the tests: keys that are not secret, a fast password hash, files in a throw-away folder."""

import os
import tempfile
from pathlib import Path

_home = Path(tempfile.gettempdir()) / f"gongzhi-test-{os.getuid()}"
_home.mkdir(exist_ok=True)
os.environ["GONGZHI_HOME"] = str(_home)
for _name in ("SESSION", "SEALING", "INDEX"):
    os.environ.setdefault(f"GONGZHI_KEY_{_name}", "00" * 32)

from gongzhi.config.settings.base import *  # noqa: E402, F403
from gongzhi.config.settings.base import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"].pop("pool", None)
