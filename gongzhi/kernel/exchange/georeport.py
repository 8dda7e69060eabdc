"""Open311 GeoReport v2 as values: what a desk offers, takes in and answers. Source: open311.org/GeoReport_v2."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from gongzhi.kernel.people.actor import Actor

Row = dict[str, str | float | bool | None]


class Fault(Exception):
    """Why a call is not answered: an HTTP status and a sentence for the person at the other end."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A kind of request that may be handed in."""

    code: str
    name: str
    group: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A request as it came in; `reference`: the sender's own key, by which it is taken in once."""

    service: str
    description: str
    point: tuple[Decimal, Decimal] | None
    address: str = ""
    address_id: str = ""
    name: str = ""
    phone: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which requests are asked for; `numbers` overrule the rest. `offset` and `most` cut a page out."""

    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    offset: int = 0
    most: int = 1000


class Desk(Protocol):
    """What a module fills so that its matters are reported and followed by clients of Open311."""

    def offers(self) -> Sequence[Offered]: ...

    def take(self, handed: Handed, actor: Actor, *, at: datetime) -> str:
        """Answer the number of the matter. Raises Fault."""

    def requests(self, asked: Asked) -> list[Row]:
        """Answer what everybody may see, newest first."""

    def updates(self, asked: Asked) -> list[Row]:
        """Answer what happened to them within `since` and `until`, newest first."""
