"""An election from the assembly that chooses its committee to the handover."""

import pytest

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.selectors import verify
from gongzhi.modules.elections import services
from gongzhi.modules.elections.factories import World
from gongzhi.modules.elections.vocabulary import Stage, State

BOTH = [[1, 0], [1, 1, 0]]


def test_a_village_elects_and_seats_are_filled_from_the_result(world: World) -> None:
    way = world.begin()
    way.ready()
    way.vote(*[BOTH] * 12)
    assert way.matter.state == State.COUNTED
    way.take("declare")
    assert way.matter.state == State.DECLARED
    elected = {c.name: c.office for c in way.election.candidates.filter(stage=Stage.ELECTED)}
    assert elected == {"v01": "chair", "v03": "member", "v04": "member"}
    today = world.now.date()
    held = Seat.objects.filter(post__organisation=world.body, since=today)
    assert {(s.holder, s.post.title) for s in held} == {("v01", "主任"), ("v03", "委员"), ("v04", "委员")}
    assert {s.until.isoformat() for s in held if s.until} == {way.election.until.isoformat()}
    old = Seat.objects.filter(post__organisation=world.body, since__lt=today)
    assert {s.until for s in old} == {today}
    way.take("file", by=world.township, note="")
    item = services.add_item(matter_id=way.key, kind="seal", what="公章一枚", **way.who())
    with pytest.raises(Refused, match="1项没有双方确认"):
        way.take("hand_over", overseen="")
    services.give(item_id=item.pk, **way.who())
    services.take(item_id=item.pk, actor=world.voter(1), at=world.now)
    way.take("hand_over", overseen="乡镇干部")
    assert way.matter.state == State.DONE
    assert verify()[2] is None
