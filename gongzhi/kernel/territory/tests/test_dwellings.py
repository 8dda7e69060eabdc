from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kernel.territory.models import Building, Dwelling, Estate


@pytest.fixture
def building(yuzhong):
    estate = Estate.objects.create(
        area_id="500103001014", name="民生花园", lon=Decimal("106.568123"), lat=Decimal("29.556789")
    )
    return Building.objects.create(estate=estate, name="3栋", floors=32)


def test_floor_area_is_counted_in_hundredths_of_a_square_metre(building):
    dwelling = Dwelling.objects.create(building=building, room="12-1", floor_area=8_763, owner_occupied=True)
    assert str(dwelling) == "民生花园3栋12-1"


def test_the_database_refuses_doubles_empty_floor_areas_and_half_a_point(building):
    Dwelling.objects.create(building=building, room="12-1", floor_area=8_763)
    wrong = [
        lambda: Dwelling.objects.create(building=building, room="12-1", floor_area=1),
        lambda: Dwelling.objects.create(building=building, room="12-2", floor_area=0),
        lambda: Building.objects.create(estate=building.estate, name="3栋"),
        lambda: Estate.objects.create(area_id="500103001014", name="民生花园"),
        lambda: Estate.objects.create(area_id="500103001014", name="半点", lon=Decimal("106.5")),
        lambda: Estate.objects.create(area_id="500103001014", name="远", lon=Decimal(181), lat=Decimal(0)),
    ]
    for write in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
