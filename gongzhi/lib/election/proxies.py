"""Who votes for whom: proxies, refused with every reason, and the list that the election committee publishes."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gongzhi.lib.election.shapes import RESULT, Body, Reason, Ruling, Way, ruling
from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import BOUNDS, NEW


@dataclass(frozen=True, slots=True)
class Proxy:
    """`voter` asks `agent` to cast the vote."""

    voter: str
    agent: str
    written: bool = True


@dataclass(frozen=True, kw_only=True)
class Electorate:
    """Those of one election whom the answer depends on. `relatives`: near ones, in pairs; `voted`: in person."""

    body: Body
    way: Way
    on: date
    roll: frozenset[str]
    candidates: frozenset[str] = frozenset()
    relatives: frozenset[frozenset[str]] = frozenset()
    voted: frozenset[str] = frozenset()

    @property
    def law(self) -> Cite | None:
        return RESULT[self.body].on(self.on)


@dataclass(frozen=True)
class Proxies:
    """Those that stand, in the order of receipt, and those refused with their reasons."""

    accepted: tuple[Proxy, ...]
    refused: tuple[tuple[Proxy, tuple[Reason, ...]], ...]
    law: Cite | None

    def votes(self, voter: str) -> int:
        """Answer how many ballots `voter` casts: the own one unless given away, and those entrusted."""
        given = any(proxy.voter == voter for proxy in self.accepted)
        return (not given) + sum(proxy.agent == voter for proxy in self.accepted)

    def published(self) -> tuple[tuple[str, str], ...]:
        """Answer whose names the committee publishes: who entrusted, and to whom."""
        return tuple(sorted((proxy.voter, proxy.agent) for proxy in self.accepted))


def check_proxies(electorate: Electorate, asked: Iterable[Proxy]) -> Proxies:
    """Judge proxies in the order of receipt: what would be one too many is the later one.

    Whoever gives a proxy is away and can be nobody's agent: no chain, whichever of the two came first.
    """
    accepted: list[Proxy] = []
    refused: list[tuple[Proxy, tuple[Reason, ...]]] = []
    for proxy in asked:
        if reasons := tuple(_against(electorate, accepted, proxy)):
            refused.append((proxy, reasons))
        else:
            accepted.append(proxy)
    return Proxies(tuple(accepted), tuple(refused), electorate.law)


def may_vote(electorate: Electorate, proxies: Proxies, voter: str) -> Ruling:
    """May `voter` cast an own ballot in person? Not without the roll, not twice, not besides a proxy."""
    law = electorate.law
    found = {
        "not_on_roll": voter not in electorate.roll,
        "voted_in_person": voter in electorate.voted,
        "gave_proxy": any(proxy.voter == voter for proxy in proxies.accepted),
    }
    return ruling(law, [Reason(code, law, (voter,)) for code, holds in found.items() if holds])


def _against(electorate: Electorate, accepted: Collection[Proxy], proxy: Proxy) -> Iterator[Reason]:
    law = electorate.law
    if law is None:
        yield Reason("no_proxies_in_this_law", None)
        return
    if electorate.way is Way.REPRESENTATIVES:
        yield Reason("no_proxies_where_representatives_elect", law)
    if not proxy.written:
        yield Reason("not_written", law, (proxy.voter,))
    yield from _voter(electorate, accepted, proxy, law)
    yield from _agent(electorate, accepted, proxy, law)


def _voter(electorate: Electorate, accepted: Collection[Proxy], proxy: Proxy, law: Cite) -> Iterator[Reason]:
    who = (proxy.voter,)
    if proxy.voter not in electorate.roll:
        yield Reason("not_on_roll", law, who)
    if proxy.voter in electorate.voted:
        yield Reason("voted_in_person", law, who)
    if any(proxy.voter == other.voter for other in accepted):
        yield Reason("gave_proxy", law, who)
    if any(proxy.voter == other.agent for other in accepted):
        yield Reason("is_agent", law, who, setting=True)


def _agent(electorate: Electorate, accepted: Collection[Proxy], proxy: Proxy, law: Cite) -> Iterator[Reason]:
    who = (proxy.agent,)
    if proxy.agent == proxy.voter:
        yield Reason("own_agent", law, who)
    if proxy.agent not in electorate.roll:
        yield Reason("agent_not_on_roll", law, who)
    if any(proxy.agent == other.voter for other in accepted):
        yield Reason("agent_gave_proxy", law, who, setting=True)
    if electorate.on >= NEW and proxy.agent in electorate.candidates:
        yield Reason("agent_is_candidate", law, who)
    if electorate.on < NEW and frozenset({proxy.voter, proxy.agent}) not in electorate.relatives:
        yield Reason("agent_is_no_relative", law, who)
    most = BOUNDS[f"proxies_{electorate.body}"].on(electorate.on).most
    held = Counter(other.agent for other in accepted)[proxy.agent]
    if most is not None and held >= most:
        yield Reason("agent_has_enough", law, who, {"held": held, "most": most})
