"""Who sits on a day: the members of a committee, a party organisation, a representatives' meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.territory.models import Area

VILLAGE = ("村委会", "村民委员会", "村")


@dataclass(frozen=True, slots=True)
class SeatsOf:
    """Seats in bodies of a kind; `titles` empty: in whatever post."""

    kind: Organisation.Kind
    titles: tuple[str, ...] = ()

    def holds(self, seat: Seat) -> bool:
        post = seat.post
        return post.organisation.kind == self.kind and (not self.titles or post.title in self.titles)

    @property
    def words(self) -> str:
        kind = str(self.kind.label)
        return (
            _("{body}的{titles}").format(body=kind, titles=_("、").join(self.titles)) if self.titles else kind
        )

    def condition(self) -> Q:
        of_kind = Q(post__organisation__kind=self.kind)
        return of_kind & Q(post__title__in=self.titles) if self.titles else of_kind


def sitting(who: Iterable[SeatsOf], *, area_code: str, on: date) -> QuerySet[Seat]:
    """Answer the seats held on a day in the bodies of one area, leading posts as they were set up first."""
    wanted = Q(pk__in=[])
    for seats in who:
        wanted |= seats.condition()
    held = Seat.objects.filter(wanted, in_force(on), post__organisation__area_code=area_code)
    return held.select_related("post__organisation", "account").order_by("post__organisation", "post", "pk")


def seats_of(account: UUID | None, *, area_code: str, on: date) -> list[Seat]:
    """Answer the seats an account holds on a day in the bodies of one area; of nobody: none, without a query."""
    if account is None:
        return []
    held = Seat.objects.filter(in_force(on), account=account, post__organisation__area_code=area_code)
    return list(held.select_related("post__organisation").order_by("post__organisation", "post", "pk"))


def persons(seats: Iterable[Seat]) -> list[Seat]:
    """Answer one seat a person: whoever sits twice counts once. Without accounts the name decides."""
    once: dict[str, Seat] = {}
    for seat in seats:
        once.setdefault(str(seat.account_id or seat.holder), seat)
    return list(once.values())


def is_village(area_code: str) -> bool:
    """Does the villagers' law apply in a community? By the name of its committee, else by its being rural."""
    area = Area.objects.filter(code=area_code).first()
    return area is not None and (
        area.name.endswith(VILLAGE) or (area.urban is False and "居" not in area.name)
    )
