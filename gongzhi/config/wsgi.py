"""The entry for a WSGI server (granian, or gunicorn in its place)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings.base")
site = get_wsgi_application()

from gongzhi.shell.shedding import Shedding  # noqa: E402 -- only after the applications are there

application = Shedding(site)
