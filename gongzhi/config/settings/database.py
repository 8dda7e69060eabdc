"""From DATABASE_URL to Django's words; without one, SQLite in the home folder."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database(url: str, home: Path) -> dict[str, Any]:
    """Answer Django's DATABASES entry. Raises ValueError for a scheme that is not PostgreSQL's or SQLite's."""
    if not url:
        home.mkdir(parents=True, exist_ok=True)
        return sqlite(str(home / "gongzhi.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(parts.path)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL: {parts.scheme!r} is not supported; use postgres://…")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8},
            # Compiling a query of a page costs more than running it.
            "options": "-c jit=off",
            # Prepare what asks for it (kernel/indicators/reading.py), and nothing else: Django's default is never.
            "prepare_threshold": 1_000_000,
            **query,
        },
    }


def sqlite(name: str) -> dict[str, Any]:
    """Writers queue (IMMEDIATE) instead of failing half-way; readers never wait (WAL)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
        },
    }
