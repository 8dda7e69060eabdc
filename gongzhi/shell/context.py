"""What the frame of every page shows. Asked for attribute by attribute, so that a public page pays for nothing."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.models import Message
from gongzhi.kernel.people.actor import ANONYMOUS, Actor
from gongzhi.kernel.people.sending import KEY, key_in
from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.registry.declaration import NavItem, registry
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.codes import covers, is_area_code
from gongzhi.shell.qr import drawn

# The shell's own entries of the officer's rail.
DESK = (
    NavItem(_("工作台"), "shell:desk", Audience.OFFICER, "desk", order=0),
    NavItem(_("全部事项"), "shell:worklist", Audience.OFFICER, "list", order=10),
    NavItem(_("指标"), "shell:figures", Audience.OFFICER, "chart", order=15),
)
CITY = NavItem(_("全市指标"), "shell:figures", Audience.PUBLIC, "chart", order=90)
SEARCH = "shell:worklist"
LOOKUP = "lookup"
MOST_UNREAD = 100


@dataclass(frozen=True, slots=True)
class Link:
    title: str | Promise
    href: str
    icon: str
    view: str
    current: bool = False


class Frame:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def tiles(self) -> str:
        return str(settings.TILE_URL)

    @property
    def demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def large(self) -> bool:
        asked = self.request.GET.get("large", self.request.COOKIES.get("large", ""))
        return asked == "1"

    @property
    def here(self) -> str:
        """This address without the large-type switch, to come back to; of a form that was sent, its page's."""
        path, query = self.request.path, self.request.GET.copy()
        page = urlsplit(self.request.headers.get("Referer", "") if self.request.method == "POST" else "")
        if page.netloc == self.request.get_host():
            path, query = page.path, QueryDict(page.query, mutable=True)
        query.pop("large", None)
        return f"{path}?{query.urlencode()}" if query else path

    @property
    def address(self) -> str:
        """The whole address of this page, as it is written on paper."""
        return self.request.build_absolute_uri(self.here)

    @property
    def qr(self) -> SafeString:
        return drawn(self.address)

    @property
    def actor(self) -> Actor:
        return getattr(self.request, "actor", ANONYMOUS)

    @cached_property
    def once(self) -> str:
        """The key of a form on this page; one that was refused keeps its own."""
        return str(key_in(self.request.POST.get(KEY, "")) or uuid4())

    @cached_property
    def audience(self) -> Audience:
        """Whom the page serves; somebody without a mandate sees the refusal of an officer's page as a resident."""
        match = self.request.resolver_match
        stated = getattr(match.func, "audience", Audience.PUBLIC) if match else Audience.PUBLIC
        stated = getattr(self.request, "shown_to", stated)  # a step that was refused shows its page again
        return (
            Audience.RESIDENT if stated is Audience.OFFICER and not self.actor.officer else Audience(stated)
        )

    @cached_property
    def rail(self) -> list[Link]:
        roles = frozenset(Role(g.role) for g in self.actor.grants)
        return self._links([*DESK, *registry.nav(Audience.OFFICER, roles)])

    @cached_property
    def entries(self) -> list[Link]:
        """What one can do here: the residents' entries for whom we know, and the public's; each page once."""
        items = registry.nav(Audience.RESIDENT, frozenset()) if self.actor.known else []
        items = [*items, *registry.nav(Audience.PUBLIC, frozenset()), CITY]
        once = {item.url: item for item in reversed(items)}
        return self._links(sorted(once.values(), key=lambda item: item.order))

    @property
    def lookup(self) -> Link | None:
        """Where a matter is found by number and query code."""
        return next((link for link in self.entries if link.view == LOOKUP), None)

    @cached_property
    def tabs(self) -> list[Link]:
        home = NavItem(_("首页"), "shell:home", Audience.PUBLIC, "home")
        mine = NavItem(_("我的"), "people:me", Audience.RESIDENT, "me")
        named = registry.nav(Audience.RESIDENT, frozenset()) + registry.nav(Audience.PUBLIC, frozenset())
        between = {
            item.url: replace(item, title=item.tab)
            for item in sorted(named, key=lambda item: item.order)
            if item.tab
        }
        return self._links([home, *between.values(), mine])

    @cached_property
    def unread(self) -> int:
        """How many messages wait for whoever is signed in; counted up to a hundred."""
        if self.actor.uuid is None:
            return 0
        waiting = Message.objects.filter(account=self.actor.uuid, read_at__isnull=True)
        return waiting[:MOST_UNREAD].count()

    @property
    def search(self) -> str:
        return address(SEARCH)

    @cached_property
    def area(self) -> str:
        return current_area(self.request)

    @cached_property
    def areas(self) -> list[tuple[str, str]]:
        """The areas of one's mandates, and the one chosen below them, with their names."""
        codes = sorted({*self.actor.scopes, self.area} - {""})
        return [(code, _name(code)) for code in codes]

    def _links(self, items: list[NavItem]) -> list[Link]:
        """A page that is not there yet is left out rather than shown dead; a test keeps modules to their word."""
        found = [(item, href) for item in items if (href := address(item.url))]
        path = self.request.path
        here = max(
            (h for _i, h in found if path == h or (h != "/" and path.startswith(h))), key=len, default=""
        )
        return [
            Link(item.title, href, item.icon, item.url.rpartition(":")[2], href == here)
            for item, href in found
        ]


def current_area(request: HttpRequest) -> str:
    """Answer the area an officer works in now: the one chosen, as far as a mandate covers it; '' without any."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    chosen = request.session.get("area", "") if actor.officer else ""
    if may_choose(actor, chosen):
        return str(chosen)
    return actor.scopes[0] if actor.scopes else ""


def may_choose(actor: Actor, code: str) -> bool:
    return is_area_code(code) and any(covers(scope, code) for scope in actor.scopes)


def address(name: str) -> str:
    """Answer where a URL name leads; '' for one that no page has."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _name(code: str) -> str:
    try:
        return full_name(code)
    except Area.DoesNotExist:
        return code


def frame(request: HttpRequest) -> dict[str, Any]:
    """Django's context processor."""
    return {"frame": Frame(request)}
