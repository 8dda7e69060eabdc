"""Run faults by name, or all: `python -m tests.faults [NAME…]`; a line of JSON each. Ends with 1 when one fails."""

import json
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings.test")
django.setup()

from . import databases, lines  # noqa: E402 -- only after setup()

FAULTS = {
    "database restarted": databases.restarted,
    "disk full": databases.disk_full,
    "recovered": databases.recovered,
    "slow clients": lines.slow_clients,
    "held lines": lines.held_lines,
    "sent again": lines.sent_again,
}


def main(names: list[str]) -> int:
    wrong = 0
    for name in names or FAULTS:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as folder:
            try:
                found = {"ok": True, **FAULTS[name](Path(folder))}
            except Exception:
                traceback.print_exc()
                found, wrong = {"ok": False}, wrong + 1
        found["seconds"] = round(time.monotonic() - begun, 1)
        sys.stdout.write(json.dumps({name: found}, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
