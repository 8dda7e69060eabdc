"""Small discrete logarithms: how many votes stand in g^votes (baby steps, giant steps)."""

from math import isqrt

from gongzhi.lib.belenios.groups import Element, Group
from gongzhi.lib.belenios.refusal import Refused

FEWEST = 64
MOST = 10**9  # total weight: ten square kilometres of floor, in units of 0.01 m²


class Logarithms:
    """Answers logarithms from 0 to `bound`; each takes at most about √bound multiplications."""

    def __init__(self, group: Group, bound: int) -> None:
        if bound > MOST:
            raise Refused("weight_too_large", seen=bound, most=MOST)
        self._group, self._bound = group, bound
        self._step = max(FEWEST, isqrt(bound) + 1)
        generator, element = group.g.power(1), group.one
        self._baby = {}
        for n in range(min(self._step, bound + 1)):
            self._baby[element] = n
            element = group.mul(element, generator)
        self._giant = group.inverse(group.g.power(self._step))

    def of(self, element: Element) -> int:
        """Answer the number whose power of the generator this is. Raises Refused when there is none."""
        for taken in range(self._bound // self._step + 1):
            found = self._baby.get(element)
            if found is not None and taken * self._step + found <= self._bound:
                return taken * self._step + found
            element = self._group.mul(element, self._giant)
        raise Refused("no_logarithm", bound=self._bound)
