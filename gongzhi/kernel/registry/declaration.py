"""What a domain module says about itself. The rest of the platform reads this; nothing else describes a module."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.functional import Promise
from ninja import Router

from gongzhi.kernel.exchange.feeds import Feed
from gongzhi.kernel.exchange.georeport import Desk
from gongzhi.kernel.indicators.declarations import Indicator, know_indicators
from gongzhi.kernel.matters.declarations import MatterFace, Procedure, know
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.publications.declarations import DisclosureDuty, know_duty
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.record.declarations import Count, Reaction, RecordType, count, declare, react
from gongzhi.kernel.territory.generating import Site
from gongzhi.lib.law import Cite

Text = str | Promise


class Job(Protocol):
    """Do what is due, at most so much of it. Answers how much was done; 0: nothing is left to do."""

    __name__: str

    def __call__(self, *, at: datetime, most: int) -> int: ...


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation. `url` is a URL name; `roles` empty: everybody of that audience.

    `tab`: the word under which it is one of the residents' tabs, between 首页 and 我的.
    """

    title: Text
    url: str
    audience: Audience
    icon: str
    roles: frozenset[Role] = frozenset()
    order: int = 50
    tab: Text = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that everybody may read, as its module published it."""

    title: str
    body: str
    href: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """`systems` names the systems of the letter that run here, each with the URL name where it is used.

    `partly`: of those, what is still missing, in words for the reader of the letter's page.

    `notice_acts(publication, newest, actor)` answers what a visitor may do with one of the module's publications on
    its page: verb and URL name each; the URL takes the publication's key. `notice_panel(publication)` answers how its
    content is shown there, template and values, where it is more than text; None where it is not.

    `counts`: what entries add to which measure; `indicators`: the figures read from measures, the letter's by its id.

    `things(streams, actor)` answers what streams of the record are about: title and address of each thing of the
    module that this actor may open; matters and publications are found without it.

    `samples` names, by procedure, the archive of a secret poll that the demo lays among its samples.

    `open311`: the desk by which its matters are reported and followed at /open311/v2/; one module has it.

    `feeds`: what of the module is open data, below /data/.

    `prepare(at)` fills an installation with what the module needs, again and again without harm;
    `demonstrate(at)` makes the generated data of the demo; `generate(site)` those of a district of a generated city,
    put down in `site.rows`: it yields often, so that what waits there is written.

    `answers(most)`: the newest of what it published in answer to somebody, so that others who ask find it.

    `jobs`: what the worker does again and again for the module.
    """

    slug: str
    title: Text
    purpose: Text
    systems: Mapping[str, str]
    partly: Mapping[str, Text] = field(default_factory=dict)
    legal_basis: tuple[Cite, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    record_types: tuple[RecordType, ...] = ()
    counts: tuple[Count, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    reactions: Mapping[str, Reaction] = field(default_factory=dict)
    nav: tuple[NavItem, ...] = ()
    faces: tuple[MatterFace, ...] = ()
    duties: tuple[DisclosureDuty, ...] = ()
    notice_acts: Callable[[Publication, Publication, Actor], Sequence[tuple[Text, str]]] | None = None
    notice_panel: Callable[[Publication], tuple[str, dict[str, Any]] | None] | None = None
    things: Callable[[Collection[UUID], Actor], Mapping[UUID, tuple[Text, str]]] | None = None
    samples: Mapping[str, str] = field(default_factory=dict)
    answers: Callable[[int], Sequence[Answered]] | None = None
    api: Router | None = None
    open311: Desk | None = None
    feeds: tuple[Feed, ...] = ()
    prepare: Callable[[datetime], object] | None = None
    demonstrate: Callable[[datetime], object] | None = None
    generate: Callable[[Site], Iterator[None]] | None = None
    jobs: tuple[Job, ...] = ()


class Registry:
    def __init__(self) -> None:
        self._modules: dict[str, Module] = {}

    def declare(self, module: Module) -> None:
        """Take a module in. Raises ValueError when a slug, record type, procedure or face is taken already."""
        if module.slug in self._modules:
            raise ValueError(f"module {module.slug!r} is declared twice")
        self._modules[module.slug] = module
        for kind in module.record_types:
            declare(kind)
        for kind_key, reaction in module.reactions.items():
            react(kind_key, f"{module.slug}.{getattr(reaction, '__name__', 'reaction')}", reaction)
        for procedure in module.procedures:
            know(procedure)
        for face in module.faces:
            know(face)
        for duty in module.duties:
            know_duty(duty)
        for counted in module.counts:
            count(counted)
        know_indicators(module.indicators)

    def __iter__(self) -> Iterator[Module]:
        return iter(sorted(self._modules.values(), key=lambda m: m.slug))

    def nav(self, audience: Audience, roles: frozenset[Role]) -> list[NavItem]:
        """Answer the navigation of an audience as far as `roles` see it, in order."""
        items = (item for module in self for item in module.nav if item.audience == audience)
        return sorted((i for i in items if not i.roles or i.roles & roles), key=lambda i: i.order)


registry = Registry()
