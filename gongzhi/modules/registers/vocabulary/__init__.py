"""The registers, by key, in the order in which they are shown."""

from .giving import GIVING
from .justice import JUSTICE
from .places import PLACES
from .shape import (
    ANYWHERE,
    HUNDREDTHS,
    NUMBERS,
    URBAN,
    Field,
    Register,
    Type,
)
from .work import WORK

REGISTERS: dict[str, Register] = {r.key: r for r in (*PLACES, *JUSTICE, *WORK, *GIVING)}

__all__ = ["ANYWHERE", "HUNDREDTHS", "NUMBERS", "REGISTERS", "URBAN", "Field", "Register", "Type"]
