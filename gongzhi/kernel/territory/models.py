"""Areas and their names in time; estates, buildings and dwellings.

Codes are compared as ranges (`gongzhi.lib.codes.after`), never as prefixes. Validity is [since, until).
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from gongzhi.kernel.record.privacy import ROLL
from gongzhi.kernel.territory.vocabulary import Kind

ENDS_AFTER_IT_BEGINS = Q(until__isnull=True) | Q(until__gt=F("since"))
# A check that comes out NULL passes: what must be there has to be said.
POINT_OR_NONE = Q(lon__isnull=True, lat__isnull=True) | Q(
    lon__isnull=False, lat__isnull=False, lon__range=(-180, 180), lat__range=(-90, 90)
)


class Area(models.Model):
    """A code with its latest name. `urban` None: nobody has said."""

    code = models.CharField(max_length=15, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    urban = models.BooleanField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level=Length("code")), name="territory_level_is_length"),
            models.CheckConstraint(
                condition=ENDS_AFTER_IT_BEGINS, name="territory_area_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["level", "code"], name="territory_level_code")]

    def __str__(self) -> str:
        return self.name


class AreaName(models.Model):
    """A name that an area had in [since, until). Renaming ends one and begins the next."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "since"], name="territory_one_name_a_day"),
            models.UniqueConstraint(
                fields=["area"], condition=Q(until__isnull=True), name="territory_one_name_now"
            ),
            models.CheckConstraint(
                condition=ENDS_AFTER_IT_BEGINS, name="territory_name_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["since"], name="territory_name_since")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.name}"


class Succession(models.Model):
    """What became of an area that ended on a day: it went into `new`. Several for one old area: it was parted."""

    old = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="went_into")
    new = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="territory_succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="territory_succession_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class Estate(models.Model):
    """A residential estate (小区). Its point is WGS-84; both coordinates or none."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="estates")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=160, blank=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    lat = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="territory_estate_once"),
            models.CheckConstraint(
                condition=POINT_OR_NONE,
                name="territory_estate_has_a_point_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="buildings")
    name = models.CharField(max_length=40)
    floors = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["estate", "name"], name="territory_building_once")]

    def __str__(self) -> str:
        return f"{self.estate}{self.name}"


class Dwelling(models.Model):
    """One unit of ownership (专有部分). `floor_area` counts 0.01 m²: it weighs votes (Civil Code, article 278)."""

    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="dwellings")
    room = models.CharField(max_length=20)
    floor_area = models.PositiveIntegerField()
    owner_occupied = models.BooleanField(null=True, blank=True)

    holds = ROLL.of("room")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["building", "room"], name="territory_dwelling_once"),
            models.CheckConstraint(condition=Q(floor_area__gt=0), name="territory_dwelling_has_an_area"),
        ]

    def __str__(self) -> str:
        return f"{self.building}{self.room}"
