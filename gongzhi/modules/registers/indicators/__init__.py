"""What registers count for, and the figures read from that: one for each register, and those of the letter."""

from gongzhi.kernel.record.declarations import Count
from gongzhi.modules.registers.vocabulary import REGISTERS

from .letter import LETTER
from .reading import of_registers

COUNTS = tuple(
    Count(
        measure=measure,
        kind=kind.key,
        each="counts",
        amount="n",
        where={"of": measure},
        by=register.dimensions,
        day="on",
    )
    for register in REGISTERS.values()
    for kind in register.kinds.all
    for measure in register.measures
)
INDICATORS = (*of_registers(), *LETTER)

__all__ = ["COUNTS", "INDICATORS"]
