"""Who asks: an account with the mandates that hold on that day. A value; a check costs a comparison of texts."""

from dataclasses import dataclass
from uuid import UUID

from gongzhi.kernel.people.vocabulary import OFFICERS, Role
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.lib.codes import covers


@dataclass(frozen=True, slots=True)
class Grant:
    """One mandate in force: a role in an area; `body` narrows it to one organisation's tasks, '' to none."""

    role: Role
    area: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """An account as it may act today. Anonymous: account ''."""

    account: str = ""
    name: str = ""
    grants: tuple[Grant, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.account)

    @property
    def uuid(self) -> UUID | None:
        """The account's key; None for nobody, and for who only holds a query code."""
        return UUID(self.account) if len(self.account) == 36 else None

    @property
    def officer(self) -> bool:
        return any(g.role in OFFICERS for g in self.grants)

    @property
    def scopes(self) -> tuple[str, ...]:
        """The area codes below which this actor may read as an officer, none inside another."""
        codes = sorted({g.area for g in self.grants if g.role in OFFICERS})
        return tuple(c for n, c in enumerate(codes) if not any(covers(other, c) for other in codes[:n]))

    def reads(self, area: str) -> bool:
        """May this actor, as an officer, read what lies in `area`?"""
        return any(g.role in OFFICERS and covers(g.area, area) for g in self.grants)

    def grant(self, role: Role, area: str, body: str = "") -> Grant | None:
        """Answer the mandate by which this actor acts as `role` in `area` (for `body`), or None."""
        for g in self.grants:
            if g.role == role and covers(g.area, area) and g.body in ("", body):
                return g
        return None

    def has(self, *roles: Role) -> bool:
        return any(g.role in roles for g in self.grants)

    def snapshot(self, *, role: Role, office: str, area: str = "") -> ActorSnapshot:
        """Answer what the record keeps: the office as it is named now, and the name as erasable."""
        return ActorSnapshot(account=self.account, role=role.value, office=office, area=area, name=self.name)


ANONYMOUS = Actor()
