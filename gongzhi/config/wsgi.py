"""The entry for a WSGI server (granian, or gunicorn in its place)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings.base")
application = get_wsgi_application()
