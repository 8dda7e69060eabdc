"""How a short message leaves the house. An installation names its own gateway in SMS_GATEWAY."""

import sys
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Gateway(Protocol):
    """What a gateway must do. It raises when the message was not accepted for delivery."""

    def send(self, phone: str, text: str) -> None: ...


class Console:
    """Shows the message where the server was started: for the demo and for development."""

    def send(self, phone: str, text: str) -> None:
        sys.stderr.write(f"[SMS → {phone}] {text}\n")


def gateway() -> Gateway:
    made: Gateway = import_string(settings.SMS_GATEWAY)()
    return made
