"""Known holes in what we lock, and secrets in what we commit: `python tools/audit.py [--offline]`.

Every package of requirements.lock and package-lock.json is asked for at OSV (which holds the advisories of PyPI and
of npm's registry) in one request. When OSV cannot be reached that is said loudly and is no failure; a hole is one.
"""

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SERVICE = "https://api.osv.dev/v1/querybatch"
PATIENCE = 8  # seconds
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.M)
SECRETS = re.compile(
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*\n[A-Za-z0-9+/=\s]{40,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abpr]-[0-9A-Za-z-]{20,}"
    r"|\bAIza[0-9A-Za-z_-]{35}\b|\bnpm_[A-Za-z0-9]{36}\b|\bpypi-[A-Za-z0-9_-]{50,}"
    r"|(?i:(?:secret|password|passwd|api_?key|token))[\"']?\s*[:=]\s*[\"'][A-Za-z0-9+/_=-]{32,}[\"']"
)
LARGEST = 1_000_000  # bytes of a file that is read for secrets
ALLOWED = "audit: no secret"  # beside a line that only looks like one

Package = tuple[str, str, str]


def locked() -> Iterator[Package]:
    """Answer (ecosystem, name, version) of every package that is locked."""
    for name, version in PIN.findall((ROOT / "requirements.lock").read_text("utf-8")):
        yield "PyPI", name, version
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for path, package in packages.items():
        if path:
            yield "npm", path.rpartition("node_modules/")[2], package["version"]


def holes(packages: list[Package], service: str = SERVICE) -> list[str]:
    """Answer a line for each package with advisories. Raises OSError when the service does not answer."""
    queries = [{"package": {"ecosystem": eco, "name": name}, "version": v} for eco, name, v in packages]
    body = json.dumps({"queries": queries}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(service, body, headers)  # noqa: S310 -- a fixed address, or a test's
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        results: list[dict[str, Any]] = json.load(answer)["results"]
    return [
        f"{eco} {name} {version}: {', '.join(v['id'] for v in result['vulns'])}"
        for (eco, name, version), result in zip(packages, results, strict=True)
        if result.get("vulns")
    ]


def secrets(root: Path = ROOT) -> list[str]:
    """Answer `file:line` of what looks like a secret among the files that are or would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    found = []
    for name in filter(None, listed):
        path = root / name
        if not path.is_file() or path.stat().st_size > LARGEST or name.endswith(".lock"):
            continue
        text = path.read_bytes().decode("utf-8", "ignore")
        for match in SECRETS.finditer(text):
            line = text.count("\n", 0, match.start())
            if ALLOWED not in text.splitlines()[line]:
                found.append(f"{name}:{line + 1}")
    return found


def main(argv: list[str]) -> int:
    leaked = secrets()
    for place in leaked:
        print(f"looks like a secret: {place} (else say so beside it: {ALLOWED})", file=sys.stderr)
    found: list[str] = []
    packages = list(locked())
    if "--offline" not in argv:
        try:
            found = holes(packages)
        except (OSError, ValueError) as why:
            stars = "*" * 78
            print(
                f"{stars}\nNOT AUDITED: {SERVICE} does not answer ({why}).\n"
                f"{len(packages)} locked packages were not checked for known holes. Run it again where it does:\n"
                f"  .venv/bin/python tools/audit.py\n{stars}",
                file=sys.stderr,
            )
    for line in found:
        print(f"known hole: {line}", file=sys.stderr)
    return 1 if leaked or found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
