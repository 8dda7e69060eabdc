"""Papers and money go from one committee to the next: each side ticks what it gave, what it took."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.bodies.services import add_post, register, seat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.owners import services
from gongzhi.modules.owners.factories import BEGAN, DAY, NAMES, World
from gongzhi.modules.owners.models import Handover, HandoverLine

pytestmark = pytest.mark.django_db


def succeeded(world: World) -> Handover:
    """A committee follows another, and begins to take over."""
    world.seated()
    former = world.assembly.body
    services.dissolve(estate=world.estate.pk, reason="任期届满", actor=world.above, at=world.at)
    held = world.assembly
    given = {"at": world.at, "actor": SYSTEM}
    held.body = register(
        kind="owners", name="晴川苑业主委员会（2026年换届）", area=held.estate.area_id, since=BEGAN, **given
    )
    post = add_post(organisation=held.body, title="委员", seats=5, **given)
    seat(post=post, holder=NAMES[8], account=world.people[NAMES[8]], since=BEGAN, **given)
    held.save()
    taker = world.actor(NAMES[8])
    return services.begin_handover(estate=world.estate.pk, giver=former.pk, actor=taker, at=world.at)


def test_a_handover_is_done_when_both_sides_have_ticked_everything(world: World) -> None:
    made = succeeded(world)
    taker, giver = world.actor(NAMES[8]), world.chair

    def tick(numbers: list[int], actor: Actor, *, giving: bool) -> None:
        services.tick(handover=made, numbers=numbers, giving=giving, actor=actor, at=world.at)

    with pytest.raises(Refused, match="移交一方还没有"):
        tick([1], taker, giving=False)
    with pytest.raises(Refused, match="自己的一方"):
        tick([1], taker, giving=True)
    tick([1, 2], giver, giving=True)
    with pytest.raises(Refused, match="还没有确认第3项"):
        tick([1, 2, 3], taker, giving=False)
    assert not made.lines.filter(taken_at__isnull=False).exists()
    tick([3, 4, 5, 6, 7], giver, giving=True)
    with pytest.raises(Refused, match="清单上的项目"):
        tick([7, 8], taker, giving=False)
    tick([1, 2, 3, 4, 5, 6], taker, giving=False)
    assert Handover.objects.get().done_at is None
    tick([7], taker, giving=False)
    assert Handover.objects.get().done_at == world.at


def test_each_side_ticks_everything_in_one_go_on_the_page(world: World) -> None:
    world.seated()
    held = world.assembly
    made = Handover.objects.create(
        estate=world.estate, giver=held.body, taker=held.body, at=world.at, due_at=world.at + 10 * DAY
    )
    for n in (1, 2, 3):
        HandoverLine.objects.create(handover=made, number=n, title=f"第{n}箱")
    client = Client()
    client.force_login(Account.objects.get(pk=world.chair.account))
    with time_machine.travel(world.at):
        shown = client.get(reverse("owners:handover", args=[world.estate.pk])).content.decode()
        assert shown.count('name="give-') == shown.count("checked") == 3
        for key, numbers in (("give", [1, 2]), ("take", [1, 2]), ("give", [3]), ("take", [3])):
            there = reverse("owners:do", args=[world.estate.pk, key, made.pk])
            assert client.post(there, {f"{key}-{made.pk}-lines": numbers}).status_code == 302
    assert Handover.objects.get().done_at is not None
