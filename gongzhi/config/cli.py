"""The command `gongzhi`: Django's commands under our settings; `gongzhi import-messages` is `import_messages`."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

HOME = Path(__file__).resolve().parents[2] / "var"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings.base")
    argv = list(sys.argv)
    if len(argv) > 1:
        argv[1] = argv[1].replace("-", "_") if not argv[1].startswith("-") else argv[1]
    # Once a demo, always a demo: the marker is written by `gongzhi demo`.
    if argv[1:2] == ["demo"] or Path(os.environ.get("GONGZHI_HOME", HOME), "demo").exists():
        os.environ["GONGZHI_DEMO"] = "1"
    execute_from_command_line(argv)
