"""The list of public credentials (specification, 4.8): who may vote, without names, and with which weight."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gongzhi.lib.belenios import text as texts
from gongzhi.lib.belenios.groups import Group
from gongzhi.lib.belenios.logarithms import MOST
from gongzhi.lib.belenios.refusal import Refused


def roll(weights: Mapping[str, int]) -> str:
    """Answer the list as JSON, from public credentials and weights; its order says nothing about the voters."""
    return made({public: (weight,) for public, weight in weights.items()})


def made(weights: Mapping[str, Sequence[int]]) -> str:
    """Answer the list as its authority makes it: for votes counted in several ways it has a weight for each way."""
    weighted = any(tuple(each) != (1,) for each in weights.values())
    ordered = sorted(weights.items(), key=lambda each: (len(each[0]), each[0]))
    return texts.compact(
        [",".join([public, *map(str, each)]) if weighted else public for public, each in ordered]
    )


def read_roll(group: Group, text: str) -> dict[str, int]:
    """Answer the weight of each public credential; all are keys of the group, each stands once. Raises Refused."""
    weights: dict[str, int] = {}
    for number, each in enumerate(texts.array(texts.read(text)), 1):
        public, weight = _line(each, number)
        if public in weights:
            raise Refused("credential_twice", number=number)
        weights[public] = weight
    if sum(weights.values()) > MOST:
        raise Refused("weight_too_large", seen=sum(weights.values()), most=MOST)
    _check_keys(group, weights)
    return weights


def _check_keys(group: Group, publics: Iterable[str]) -> None:
    keys = [group.read(each) for each in publics]
    strangers = group.outsiders(keys)
    if strangers or group.one in keys:
        raise Refused("credential_not_a_key", number=(strangers or [keys.index(group.one)])[0] + 1)


def _line(value: Any, number: int) -> tuple[str, int]:
    public, comma, weight = texts.string(value).partition(",")
    if not comma:
        return public, 1
    if not weight.isascii() or not weight.isdigit() or weight[0] == "0" or len(weight) > 10:
        raise Refused("credential_weight", number=number)
    return public, int(weight)
