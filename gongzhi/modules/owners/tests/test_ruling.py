"""What the owners' own rules leave to choice is entered once they have decided it, and counts from then on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.owners import services
from gongzhi.modules.owners.factories import DAY, NAMES, World
from gongzhi.modules.owners.procedures.rolls import voters
from gongzhi.modules.owners.services import Question

pytestmark = pytest.mark.django_db
FLATS = {"by_area": ["flat", "parking"], "by_heads": ["flat"], "unsold_votes": False, "notice_days": 20}


def decided(world: World) -> dict[str, Any]:
    """Have the owners pass rules; answers by whom, when and where they are entered."""
    world.seated()
    poll = world.polling(world.motion(Question(subject=1, title="议事规则", text="车位计入面积")))
    for name in NAMES[:7]:
        world.vote(poll, name, [[1, 0]])
    return {"estate": world.estate.pk, "actor": world.chair, "at": world.finish(poll)}


def test_rules_that_were_passed_are_entered_and_polls_count_by_them(world: World) -> None:
    given = decided(world)
    services.set_rules(**FLATS, **given)
    found = voters(world.assembly, given["at"].date())
    assert sum(v.area for v in found) == 94876 - 6000 - 11025 + 1250
    assert sum(v.head for v in found) == 7  # the shop and the developer have no head any more
    payload = Entry.objects.get(kind="owners.rules_set").payload
    assert (payload["areas"], payload["unsold"]) == ("住宅、车位", "不参与表决")
    world.at = given["at"]
    motion = world.motion()
    world.act(motion.matter, "notice", world.at, how="张贴")
    hours = {"opens_at": world.at + 16 * DAY, "closes_at": world.at + 20 * DAY, "secret": False}
    with pytest.raises(Refused, match="20日以前"):
        world.act(motion.matter, "prepare_owners", world.at, **hours)


def test_nobody_enters_rules_that_the_owners_have_not_passed(world: World) -> None:
    world.seated()
    with pytest.raises(Refused, match="还没有表决通过"):
        services.set_rules(**FLATS, estate=world.estate.pk, actor=world.chair, at=world.at)


@pytest.mark.parametrize(
    ("wrong", "why"), [({"by_heads": ["shop"]}, "住宅必须"), ({"notice_days": 10}, "15至90日")]
)
def test_rules_below_the_law_are_refused(world: World, wrong: dict[str, Any], why: str) -> None:
    given = decided(world)
    with pytest.raises(Refused, match=why):
        services.set_rules(**{**FLATS, **wrong}, **given)
    with pytest.raises(Refused, match="业主委员会的成员"):
        services.set_rules(**FLATS, **{**given, "actor": world.actor(NAMES[8])})


def test_everybody_reads_how_votes_are_counted_and_the_committee_enters_it(world: World) -> None:
    url = reverse("owners:rules", args=[world.estate.pk])
    decided(world)
    page = Client().get(url).content.decode()
    assert "住宅、商铺" in page
    assert "确认登记议事规则" not in page
    chair = Client()
    chair.force_login(world.people[NAMES[0]])
    assert "确认登记议事规则" in chair.get(url).content.decode()
    typed = {f"set_rules-0-{name}": value for name, value in FLATS.items() if value}
    do = reverse("owners:do", args=[world.estate.pk, "set_rules", 0])
    assert chair.post(do, {**typed, "set_rules-0-by_heads": "shop"}).status_code == 422
    assert chair.post(do, typed).status_code == 302
    assert "提前20日" in Client().get(url).content.decode()
