"""From GONGZHI_LOGS to Django's words: plain text of what went wrong, or JSON lines with one for each request."""

from typing import Any


def logs(kind: str) -> dict[str, Any]:
    """Answer Django's LOGGING. Raises ValueError for a kind that is neither '', plain nor json."""
    if kind in ("", "plain"):
        return {}
    if kind != "json":
        raise ValueError(f"GONGZHI_LOGS: {kind!r} is not known; use json or plain")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "gongzhi.shell.observing.JsonLines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {"gongzhi": {"level": "INFO"}, "django": {"handlers": [], "propagate": True}},
    }
