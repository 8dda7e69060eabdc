"""Post a signed message to an address that somebody else chose, and be neither held up nor led inside by it.

Signed as Standard Webhooks 1.0 has it: HMAC-SHA256 over id, time and body.
"""

import hmac
import socket
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from urllib.parse import urlsplit

DEADLINE = 5.0  # seconds from the first to the last byte, however the receiver drips
SCHEMES = {"https": 443, "http": 80}


class NotSent(Exception):
    """Why a message did not arrive, in a few words for who looks after the receiver."""


def signature(secret: str, message: str, stamp: int, body: bytes) -> str:
    """Answer the header webhook-signature; `secret` is whsec_ and base64."""
    key = b64decode(secret.removeprefix("whsec_"))
    signed = f"{message}.{stamp}.".encode() + body
    return f"v1,{b64encode(hmac.digest(key, signed, 'sha256')).decode()}"


def post(
    url: str, body: bytes, headers: dict[str, str], *, inside: bool, seconds: float = DEADLINE, most: int = 0
) -> bytes:
    """Send, and read the status and up to `most` bytes. Raises NotSent. `inside`: private addresses are allowed."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or SCHEMES.get(parts.scheme, 0)
    if not host or not port or (parts.scheme == "http" and not inside):
        raise NotSent("only https addresses")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {**headers, "Host": parts.netloc.rpartition("@")[2], "Content-Type": "application/json"}
    try:
        with _connected(host, port, tls=parts.scheme == "https", inside=inside, seconds=seconds) as line:
            line.request("POST", path, body, sent)
            answer = line.getresponse()
            status, said = answer.status, answer.read(most)
    except (OSError, HTTPException, ValueError) as why:
        raise NotSent(type(why).__name__) from why
    if not 200 <= status < 300:  # a redirect is not followed: it could lead inside
        raise NotSent(f"HTTP {status}")
    return said


@contextmanager
def _connected(host: str, port: int, *, tls: bool, inside: bool, seconds: float) -> Iterator[HTTPConnection]:
    """The address that was judged is the one that is called: a name is not resolved a second time."""
    address = _address(host, port, inside=inside)
    raw = socket.create_connection((address, port), timeout=seconds)
    cut = threading.Timer(seconds, _shut, [raw])
    cut.daemon = True
    cut.start()
    try:
        with raw, closing(HTTPConnection(host, port, timeout=seconds)) as line:
            line.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if tls else raw
            yield line
    finally:
        cut.cancel()


def _address(host: str, port: int, *, inside: bool) -> str:
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not inside and not all(_public(one) for one in found):
        raise NotSent("a private address")
    return found[0]


def _public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    within = getattr(found, "ipv4_mapped", None) or found
    return within.is_global and not within.is_multicast


def _shut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
