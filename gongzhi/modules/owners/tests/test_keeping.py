"""The roll; the seal; audits; orders; the end of a committee."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.models import Entry, PersonalField
from gongzhi.modules.owners import services
from gongzhi.modules.owners.factories import DAY, MEMBERS, NAMES, TABLE, World, photo
from gongzhi.modules.owners.models import (
    Approval,
    Order,
    Owner,
    SealUse,
    Unit,
)
from gongzhi.modules.owners.procedures.rolls import voters
from gongzhi.modules.owners.services import Person

pytestmark = pytest.mark.django_db
BUYER = Person(name="新主人", phone="13900000077")


def faults(*lines: list[str]) -> list[tuple[int, str]]:
    return [(fault.line, fault.why) for fault in services.check([TABLE[0], *lines]).faults]


def test_every_wrong_line_of_a_table_is_told_with_its_number() -> None:
    good = ["1栋", "1-1", "住宅", "90.01", "", "甲", "", ""]
    found = faults(
        good,
        ["1栋", "1-2", "别墅", "-3", "也许", "", "139", ""],
        good,
        ["1栋", "1-1", "住宅", "90.02", "", "乙", "", ""],
        ["1栋", "1-3", "住宅", "80.005", "", "丙", "", ""],
    )
    assert [line for line, _why in found] == [3, 3, 3, 3, 3, 6, 4, 5]
    assert "第2行已有" in dict(found)[4]
    assert "不一致" in dict(found)[5]
    assert services.check([["房号"]]).faults[0].line == 1


def test_a_room_that_is_on_the_roll_already_keeps_the_whole_table_out(world: World) -> None:
    rows = services.check([TABLE[0], ["9栋", "1-1", "住宅", "50", "", "甲", "", ""], TABLE[1]]).rows
    with pytest.raises(Refused, match="没有导入任何内容"):
        services.import_roll(estate=world.estate.pk, rows=rows, actor=world.clerk, at=world.at)
    assert Unit.objects.count() == 11


def test_the_developers_unsold_flats_and_shops_count_as_the_rules_say(world: World) -> None:
    held = world.assembly
    assert sum(v.area for v in voters(held, world.at.date())) == 94876
    held.by_area, held.unsold_votes = ["flat", "parking"], False
    assert sum(v.area for v in voters(held, world.at.date())) == 94876 - 6000 - 11025 + 1250


def test_phones_are_sealed_and_names_are_not_in_the_record(world: World) -> None:
    owner = Owner.objects.get(name=NAMES[0])
    assert b"13900000000" not in bytes(owner.phone_sealed)
    payloads = str(list(Entry.objects.filter(kind__startswith="owners.").values_list("payload", flat=True)))
    assert not [name for name in NAMES if name in payloads]


def test_a_correction_needs_a_reason_and_stays_in_the_record(world: World) -> None:
    unit = world.unit("1栋", "2-1")
    with pytest.raises(Refused, match="理由"):
        services.correct(unit=unit.pk, area=9900, reason=" ", actor=world.clerk, at=world.at)
    services.correct(unit=unit.pk, area=9900, reason="按产权证", actor=world.clerk, at=world.at)
    assert Entry.objects.get(kind="owners.corrected").payload["what"] == "面积100.00㎡改为99.00㎡"
    with pytest.raises(Refused, match="管理业主名册"):
        services.correct(unit=unit.pk, area=1, reason="x", actor=world.actor(NAMES[1]), at=world.at)


def test_only_an_owner_disputes_an_entry_and_nobody_answers_their_own(world: World) -> None:
    world.seated()
    unit = world.unit("1栋", "1-1")
    with pytest.raises(Refused, match="自己房屋"):
        services.dispute(unit=unit.pk, text="不对", actor=world.actor(NAMES[1]), at=world.at)
    dispute = services.dispute(unit=unit.pk, text="不对", actor=world.chair, at=world.at)
    with pytest.raises(Refused, match="已有一件"):
        services.dispute(unit=unit.pk, text="不对", actor=world.chair, at=world.at)
    assert dispute.due_at.date() == date(2026, 3, 9)
    with pytest.raises(Refused, match="自己提出"):
        services.answer(dispute=dispute, upheld=True, text="是", actor=world.chair, at=world.at)
    services.answer(dispute=dispute, upheld=True, text="已核对", actor=world.clerk, at=world.at)
    assert PersonalField.objects.filter(name="answer").exists()


def test_an_owner_who_proves_their_phone_later_is_linked_to_their_flats(world: World) -> None:
    owner = world.owner(NAMES[0])
    owner.account = None
    owner.save()
    assert services.link(account=world.people[NAMES[0]]) == 1
    assert services.link(account=world.people[NAMES[0]]) == 0


# --- the seal


def asked(world: World):
    world.seated()
    return services.ask_for_seal(
        estate=world.estate.pk, purpose="签合同", document="保洁合同", actor=world.chair, at=world.at
    )


def test_the_seal_is_not_used_with_one_approval(world: World) -> None:
    use = asked(world)
    services.judge_seal(use=use, agrees=True, actor=world.actor(MEMBERS[1]), at=world.at)
    with pytest.raises(Refused, match="只有1名"):
        services.use_seal(use=use, photo=photo(), actor=world.chair, at=world.at)
    services.judge_seal(use=use, agrees=False, reason="太贵", actor=world.actor(MEMBERS[2]), at=world.at)
    with pytest.raises(Refused, match="只有1名"):
        services.use_seal(use=use, photo=photo(), actor=world.chair, at=world.at)


def test_whoever_asks_for_the_seal_does_not_approve_and_nobody_approves_twice(world: World) -> None:
    use = asked(world)
    with pytest.raises(Refused, match="申请人自己"):
        services.judge_seal(use=use, agrees=True, actor=world.chair, at=world.at)
    services.judge_seal(use=use, agrees=True, actor=world.actor(MEMBERS[1]), at=world.at)
    with pytest.raises(Refused, match="已经表示"):
        services.judge_seal(use=use, agrees=True, actor=world.actor(MEMBERS[1]), at=world.at)
    with pytest.raises(Refused, match="只有本小区"):
        services.judge_seal(use=use, agrees=True, actor=world.actor(NAMES[8]), at=world.at)


def test_a_use_of_the_seal_needs_its_photo_and_happens_once(world: World) -> None:
    use = asked(world)
    for name in MEMBERS[1:3]:
        services.judge_seal(use=use, agrees=True, actor=world.actor(name), at=world.at)
    with pytest.raises(Refused, match="照片"):
        services.use_seal(use=use, photo=[], actor=world.chair, at=world.at)
    services.use_seal(use=use, photo=photo(), actor=world.chair, at=world.at)
    with pytest.raises(Refused, match="已经用印"):
        services.use_seal(use=use, photo=photo(), actor=world.chair, at=world.at)


# --- audits, orders, the end


def test_an_audit_is_published_once_a_year_with_its_file(world: World) -> None:
    world.seated()
    given = {"kind": "yearly", "year": 2025, "auditor": "某所", "text": "相符", "actor": world.chair}
    with pytest.raises(Refused, match="附上"):
        services.publish_audit(estate=world.estate.pk, files=[], at=world.at, **given)
    audit = services.publish_audit(estate=world.estate.pk, files=photo(), at=world.at, **given)
    assert audit.publication.files.count() == 1
    with pytest.raises(Refused, match="已经公布"):
        services.publish_audit(estate=world.estate.pk, files=photo(), at=world.at, **given)


def test_an_order_of_the_subdistrict_is_answered_once_by_the_committee(world: World) -> None:
    world.seated()
    until = (world.at + 9 * DAY).date()
    given = {"estate": world.estate.pk, "reason": "没有公布账目", "due_on": until, "at": world.at}
    with pytest.raises(Refused, match="街道"):
        services.order(actor=world.chair, **given)
    made = services.order(actor=world.above, **given)
    services.comply(order=made, answer="已公布", actor=world.chair, at=world.at)
    with pytest.raises(Refused, match="不再改动"):
        services.comply(order=made, answer="又", actor=world.chair, at=world.at)


def test_a_dissolved_committee_uses_no_seal(world: World) -> None:
    use = asked(world)
    services.dissolve(estate=world.estate.pk, reason="全体辞职", actor=world.above, at=world.at)
    with pytest.raises(Refused, match="只有本小区"):
        services.judge_seal(use=use, agrees=True, actor=world.actor(MEMBERS[1]), at=world.at)
    assert world.assembly.body is None


def test_the_database_keeps_what_was_sealed_approved_and_ordered(world: World) -> None:
    world.seated()
    given = {"at": world.at, "estate": world.estate.pk}
    use = services.ask_for_seal(purpose="签合同", document="电梯维保", actor=world.chair, **given)
    for name in MEMBERS[1:3]:
        services.judge_seal(use=use, agrees=True, actor=world.actor(name), at=world.at)
    refuses(SealUse.objects.filter(pk=use.pk), purpose="买烟酒")
    services.use_seal(use=use, photo=photo(), actor=world.chair, at=world.at)
    due = world.at.date() + DAY
    order = services.order(reason="公布账目", due_on=due, actor=world.above, **given)
    services.comply(order=order, answer="已公布", actor=world.chair, at=world.at)
    refuses(SealUse.objects.filter(pk=use.pk), photo="another")
    refuses(Approval.objects.filter(use=use), agrees=False, reason="不同意")
    refuses(Order.objects.filter(pk=order.pk), answer="没有公布")


def refuses(rows: "QuerySet[Any]", **changed: object) -> None:
    """Check that the database neither changes nor takes away these rows."""
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**changed)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(rows.db)
