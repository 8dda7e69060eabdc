"""Keys of an installation: made once, kept in the home folder, readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret(home: Path, name: str) -> str:
    """Answer the key `name` (64 hex digits): from GONGZHI_KEY_<NAME>, else from keys/<name>, made when absent."""
    if given := os.environ.get(f"GONGZHI_KEY_{name.upper()}"):
        return given
    path = home / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return path.read_text("ascii")
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text("ascii")
