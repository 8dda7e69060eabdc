"""Install a package of Debian (or Ubuntu) when it is needed and may be; else say what to type."""

import os
import shutil
import subprocess
import sys


def install(*packages: str) -> None:
    """Raises SystemExit with the command to type when this is not root on a Debian, or when apt-get fails."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() or not shutil.which("apt-get"):
        sys.exit(f"Needed and not found. As root on Debian: {' '.join(command)}")
    print(f"installing {' '.join(packages)}", file=sys.stderr)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update"], command):
        done = subprocess.run(step, env=quiet, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            sys.exit(f"{done.stdout}\n{' '.join(step)} failed (exit {done.returncode})")
