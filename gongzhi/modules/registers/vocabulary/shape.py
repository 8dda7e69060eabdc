"""What a register is: its fields, where its rows may lie, who keeps it, what its rows count for, what the record says."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.kernel.territory.vocabulary import CITY, COMMUNITY, COUNTY, TOWNSHIP
from gongzhi.lib.law import Cite

Text = str | Promise
Choices = tuple[tuple[str, Text], ...]

ANYWHERE = (CITY, COUNTY, TOWNSHIP, COMMUNITY)
URBAN = "urban"  # a value that the area gives: town or village
RESERVED = frozenset(
    {"name", "since", "until", "on", "reason", "counts", "n", "of", "digest", "changed", URBAN}
)


class Type(StrEnum):
    """How a value is written; stored are text, whole numbers (0.01 m², 分), true or false."""

    TEXT = "text"
    INT = "int"
    DATE = "date"
    CHOICE = "choice"
    BOOL = "bool"
    AREA = "area"
    MONEY = "money"
    NOTE = "note"


NUMBERS = (Type.INT, Type.AREA, Type.MONEY)
HUNDREDTHS = (Type.AREA, Type.MONEY)


@dataclass(frozen=True, slots=True)
class Field:
    """`counted`: a number that is summed. `personal`: for officers of the area only, erasable in the record.

    `taken_from`: register and field (of towns, of villages) whose value in the nearest area above fills this one
    where it is left empty.
    """

    key: str
    label: Text
    type: Type = Type.TEXT
    help: Text = ""
    required: bool = True
    choices: Choices = ()
    personal: bool = False
    counted: bool = False
    taken_from: tuple[str, str, str] | None = None

    @property
    def dimension(self) -> bool:
        """Figures may be split by it."""
        return self.type in (Type.CHOICE, Type.BOOL)


@dataclass(frozen=True, kw_only=True)
class Register:
    """`one`: what a row is. `name`: what its name is called; '' where each area has a single row, named like it.

    `levels`: lengths of the codes where rows may lie. `every`: each community should have a row. `event`: a row
    happened on its day and does not end. `flows`: beginnings and ends are counted by themselves too. `by_urban`:
    figures tell towns from villages. `keepers`: roles whose mandate over the area lets them write.
    """

    key: str
    title: Text
    one: Text
    group: Text
    name: Text = ""
    fields: tuple[Field, ...] = ()
    levels: tuple[int, ...] = (COMMUNITY,)
    person: bool = False
    event: bool = False
    flows: bool = False
    every: bool = False
    by_urban: bool = False
    unique: bool = False
    audience: Audience = Audience.OFFICER
    keepers: tuple[Role, ...] = (
        Role.COMMUNITY_WORKER,
        Role.SUBDISTRICT_OFFICER,
        Role.DISTRICT_OFFICER,
        Role.CITY_OFFICER,
    )
    law: Cite | None = None
    note: Text = ""
    kinds: "Kinds" = field(init=False)

    def __post_init__(self) -> None:
        if wrong := RESERVED & {f.key for f in self.fields}:
            raise ValueError(f"{self.key}: {sorted(wrong)} mean something else")
        object.__setattr__(self, "kinds", Kinds.of(self))

    @property
    def single(self) -> bool:
        return not self.name

    @property
    def public(self) -> bool:
        return self.audience is Audience.PUBLIC

    @property
    def measure(self) -> str:
        return f"registers.{self.key}"

    def sum(self, key: str) -> str:
        return f"{self.measure}.{key}"

    @property
    def begun(self) -> str:
        return f"{self.measure}.begun"

    @property
    def ended(self) -> str:
        return f"{self.measure}.ended"

    @cached_property
    def measures(self) -> tuple[str, ...]:
        flows = (self.begun, self.ended) if self.flows else ()
        return (self.measure, *flows, *(self.sum(f.key) for f in self.fields if f.counted))

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        own = tuple(f.key for f in self.fields if f.dimension)
        return (*own, URBAN) if self.by_urban else own

    @cached_property
    def by_key(self) -> dict[str, Field]:
        return {f.key: f for f in self.fields}

    @cached_property
    def open_fields(self) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if not f.personal)


@dataclass(frozen=True, slots=True)
class Kinds:
    """What the record says of a register's rows. Names of persons, and why they left, are personal."""

    entered: RecordType
    changed: RecordType
    ended: RecordType
    voided: RecordType
    imported: RecordType

    @classmethod
    def of(cls, register: Register) -> "Kinds":
        hidden = {f.key for f in register.fields if f.personal} | ({"name"} if register.person else set())
        hidden |= {f"was_{key}" for key in hidden}
        reason = {"reason"} if register.person else set()

        def kind(verb: str, sentence: Text, *personal: str) -> RecordType:
            return RecordType(f"registers.{register.key}.{verb}", sentence, frozenset(personal))

        return cls(
            entered=kind("entered", _("登记“{name}”，自{since}起"), *hidden),
            changed=kind("changed", _("变更{changed}，自{on}起：{reason}"), *hidden, *reason),
            ended=kind("ended", _("自{on}起终止：{reason}"), *hidden, *reason),
            voided=kind("voided", _("作废{n}行：{reason}"), *reason),
            imported=kind("imported", _("导入{n}行")),
        )

    @property
    def all(self) -> tuple[RecordType, ...]:
        return (self.entered, self.changed, self.ended, self.voided, self.imported)
