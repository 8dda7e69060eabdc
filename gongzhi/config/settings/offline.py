"""Settings of commands that read a file and nothing else: no database, no keys, no home folder."""

import os
import tempfile

os.environ |= {f"GONGZHI_KEY_{name}": "00" * 32 for name in ("SESSION", "SEALING", "INDEX")}
os.environ |= {"DATABASE_URL": "sqlite://", "GONGZHI_HOME": tempfile.gettempdir()}  # named, never touched

from gongzhi.config.settings.base import *  # noqa: F403

DATABASES = {}  # whoever asks for one is refused
