"""The command `gongzhi`: Django's commands under our settings; `gongzhi import-messages` is `import_messages`."""

import os
import sys

from django.core.management import execute_from_command_line

# They need neither database nor keys, wherever they run.
OFFLINE = {"classify", "topics", "verify", "verify-election", "credentials", "trustee", "count-pb"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings.base")
    argv = list(sys.argv)
    if OFFLINE.intersection(argv[1:2]):
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongzhi.config.settings.offline"
    if len(argv) > 1:
        argv[1] = argv[1].replace("-", "_") if not argv[1].startswith("-") else argv[1]
    if argv[1:2] == ["demo"]:  # before the settings are read
        os.environ["GONGZHI_DEMO"] = "1"
    execute_from_command_line(argv)
