"""Seal personal texts (AES-256-GCM) and find them again by a blind index (HMAC-SHA256).

A sealed text is: key id (1 byte) | nonce (12 bytes) | ciphertext and tag. The place ("table.column") is bound
to it, so that a value copied to another column does not open.
"""

import hmac
import os
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class Sealer:
    """Keys of 32 bytes, newest first: the first one seals, all of them open.

    The id of a key is the first byte of its SHA-256: nothing has to be numbered when keys are rotated.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != 32 for key in keys):
            raise ValueError("sealing needs keys of 32 bytes each")
        self._ciphers = {sha256(key).digest()[0]: AESGCM(key) for key in keys}
        if len(self._ciphers) < len(keys):
            raise ValueError("two sealing keys share an id; generate the newer one again")
        self._newest = sha256(keys[0]).digest()[0]

    def seal(self, text: str, place: str) -> bytes:
        head, nonce = bytes([self._newest]), os.urandom(NONCE)
        return head + nonce + self._ciphers[self._newest].encrypt(nonce, text.encode(), _bound(head, place))

    def open(self, sealed: bytes, place: str) -> str:
        """Answer the text. Raises ValueError when key, place or content are not those of the sealing."""
        cipher = self._ciphers.get(sealed[0]) if sealed else None
        if cipher is None:
            raise ValueError(f"{place}: sealed with a key that is not at hand")
        nonce, box = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
        try:
            return cipher.decrypt(nonce, box, _bound(sealed[:1], place)).decode()
        except (InvalidTag, ValueError):
            raise ValueError(f"{place}: the sealed value was changed or belongs elsewhere") from None


def _bound(head: bytes, place: str) -> bytes:
    return head + place.encode()


def blind_index(key: bytes, text: str, context: str) -> str:
    """Answer 64 hex digits: equal for equal texts in one context, telling nothing without the key."""
    return hmac.new(key, context.encode() + b"\0" + text.encode(), sha256).hexdigest()


def keys_of(setting: str) -> list[bytes]:
    """Answer the keys of a setting: hex digits, several separated by commas, newest first."""
    return [bytes.fromhex(part.strip()) for part in setting.split(",")]
