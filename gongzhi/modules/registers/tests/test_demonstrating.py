"""The demo's registers come by the ordinary services, once."""

from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.registers.factories import NOW
from gongzhi.modules.registers.models import Row
from gongzhi.modules.registers.services import demonstrate
from gongzhi.modules.registers.vocabulary import REGISTERS


def test_the_demo_has_rows_of_nearly_every_register_and_makes_them_once(db, agrees):
    load_areas(at=NOW, under="500103001")
    load_areas(at=NOW, under="500112143")
    made = demonstrate(NOW)
    assert made == Row.objects.count()
    assert len(REGISTERS) - len(set(Row.objects.values_list("register", flat=True))) <= 3
    agrees()
    assert demonstrate(NOW) == 0
