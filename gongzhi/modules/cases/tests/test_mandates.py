"""Nobody reads or acts outside their mandate: who may take which step, from which state, in which place.

The tables are meant to be read by somebody who knows the regulations, not the program.
"""

import pytest
from django.db import transaction

from gongzhi.kernel.matters.declarations import Party, Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, Task
from gongzhi.kernel.matters.policies import may_read
from gongzhi.kernel.matters.selectors import holder, open_tasks, readable, reporters_of, told
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.cases.factories import MONDAY, TOWNSHIP, Cast, make_case, officer, take
from gongzhi.modules.cases.procedures import CASE
from gongzhi.modules.cases.tests.world import WAYS, World, brought_to, in_hand, peopled, values
from gongzhi.modules.cases.vocabulary import State

# Step             | from the states                                   | by whom
PROCEDURE = """
accept             | registered                                        | lead
answer_now         | registered                                        | lead
decline            | registered                                        | lead
take               | accepted assigned                                 | lead
assign             | registered accepted assigned in_hand              | lead
transfer_up        | registered accepted assigned in_hand              | lead
return_back        | assigned                                          | lead
reclassify         | registered accepted assigned in_hand              | lead
joint              | accepted assigned in_hand                         | lead
contribute         | accepted assigned in_hand                         | helper
progress           | accepted in_hand                                  | lead
answer             | accepted assigned in_hand                         | lead
correct            | answered rated                                    | lead
ask                | accepted in_hand                                  | lead
supplement         | waiting                                           | lead reporter
supplement_lapsed  | waiting                                           | system
pause              | accepted in_hand                                  | lead
resume             | paused                                            | lead
ask_extension      | in_hand                                           | lead
grant_extension    | accepted assigned in_hand                         | approver
deny_extension     | accepted assigned in_hand                         | approver
supervise          | registered accepted assigned in_hand waiting paused | above
rate               | answered                                          | reporter
reopen             | answered rated closed                             | reporter
close              | rated                                             | lead system
close_unrated      | answered                                          | system
merge              | registered accepted assigned in_hand              | lead
withdraw           | registered accepted assigned in_hand waiting      | reporter
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in PROCEDURE.strip().splitlines()]
MAY = {step: (set(states.split()), set(who.split())) for step, states, who in ROWS}

# The case lies in a community, which leads; the housing department of the district helps; the subdistrict office
# is asked to approve an extension. Who, with which mandate, where | in which capacities | may read
PEOPLE = """
社区工作者，本社区                 | lead            | reads
社区工作者，同街道另一社区         |                 |
社区工作者，另一区的社区           |                 |
社区工作者，授权昨天到期           |                 |
社区工作者，授权明天开始           |                 |
社区工作者，授权当天撤销           |                 |
网格员，本社区的网格               |                 |
街道干部，本街道                   | above approver  | reads
街道干部，同区另一街道             |                 |
区县干部，本区                     | above helper    | reads
区县干部，本区住建委               | helper          | reads
区县干部，本区生态环境局           |                 | reads
区县干部，另一区                   |                 |
市级干部                           | above           | reads
审计人员，全市                     |                 | reads
审计人员，本社区                   |                 | reads
反映人                             | reporter        | reads
凭本件查询码                       | reporter        | reads
凭另一件查询码                     |                 |
并案而来的反映人                   |                 | reads
另一位居民                         |                 |
有居民授权的居民                   |                 |
未登录                             |                 |
系统                               | system          |
"""
CAST = [[cell.strip() for cell in line.split("|")] for line in PEOPLE.strip().splitlines()]


@pytest.fixture
def world(cast: Cast) -> World:
    return peopled(cast)


def photograph(matter: Matter) -> tuple[object, ...]:
    return Matter.objects.values().get(pk=matter.pk), Entry.objects.count(), Task.objects.count()


def may(matter: Matter, step: Step, actor: Actor) -> bool:
    """Try a step and undo it."""
    try:
        with transaction.atomic():
            act(matter_id=matter.pk, step=step.key, values=values(step, matter), actor=actor, at=MONDAY)
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def test_the_table_is_the_whole_procedure() -> None:
    parties = {
        "lead": Party.RESPONSIBLE,
        "helper": Party.HELPER,
        "above": Party.ABOVE,
        "approver": Party.ABOVE,
        "reporter": Party.REPORTER,
        "system": Party.SYSTEM,
    }
    declared = {s.key: ({str(state) for state in s.sources}, set(s.by)) for s in CASE.steps}
    assert {step: (states, {parties[w] for w in who}) for step, (states, who) in MAY.items()} == declared
    assert set(WAYS) == set(State)


@pytest.mark.parametrize("state", State)
def test_each_step_is_taken_by_those_and_only_those_whom_the_table_names(state: State, world: World) -> None:
    matter = brought_to(state, world)
    people = {**world.people, "凭本件查询码": holder(matter)}
    wrong, before = [], photograph(matter)
    for step in CASE.steps:
        if step.key == "ask_extension":  # none is asked for while one waits
            matter.tasks.filter(purpose=Task.Purpose.APPROVE).update(closed_at=MONDAY)
        states, who = MAY[step.key]
        for name, capacities, _reads in CAST:
            expected = state in states and bool(who & set(capacities.split()))
            if may(matter, step, people[name]) != expected:
                wrong.append(f"{name} {step.verb}（{state.label}）：{'应当可以' if expected else '不应可以'}")
        if step.key == "ask_extension":
            matter.tasks.filter(purpose=Task.Purpose.APPROVE).update(closed_at=None)
        assert photograph(matter) == before, step.verb
    assert wrong == []


@pytest.mark.parametrize("state", [State.REGISTERED, State.CLOSED, State.MERGED])
def test_a_case_is_read_by_those_and_only_those_whom_the_table_names(state: State, world: World) -> None:
    matter = WAYS[state](world)
    people = {**world.people, "凭本件查询码": holder(matter)}
    allowed = {name: may_read(people[name], matter, told(matter)) for name, _as, _reads in CAST}
    assert allowed == {name: reads == "reads" for name, _as, reads in CAST}
    for name, actor in people.items():
        listed = readable(actor).filter(pk=matter.pk).exists()
        assert listed == (allowed[name] and actor.officer), name


def test_on_the_desk_lies_what_is_asked_of_the_office_and_nothing_else(world: World) -> None:
    matter = brought_to(State.IN_HAND, world)
    piles = {
        name: {str(t.purpose) for t in open_tasks(actor).filter(matter=matter)}
        for name, actor in world.people.items()
        if name != "系统"
    }
    assert {name: pile for name, pile in piles.items() if pile} == {
        "社区工作者，本社区": {"lead"},
        "街道干部，本街道": {"approve"},
        "区县干部，本区": {"help"},
        "区县干部，本区住建委": {"help"},
    }


# Who leads | who stands above it and may press or approve, besides the city
OVER = [
    ("community", "020101", {"街道干部，本街道", "区县干部，本区", "市级干部"}),
    ("department", "030101", {"区县干部，本区", "市级干部"}),
]


@pytest.mark.parametrize(("led_by", "kind", "above"), OVER)
def test_above_a_body_stand_the_general_offices_over_it(
    led_by: str, kind: str, above: set[str], world: World
) -> None:
    matter = make_case(world.people["反映人"], kind=kind)
    assert bool(matter.responsible.function) == (led_by == "department")
    step = CASE.step("supervise")
    assert {name for name, actor in world.people.items() if may(matter, step, actor)} == above


def test_whoever_asked_for_an_extension_does_not_grant_it(world: World) -> None:
    both = officer("双任", Role.SUBDISTRICT_OFFICER, TOWNSHIP)
    both = Actor(both.account, both.name, (*both.grants, *world.cast.community.grants))
    matter = take(in_hand(world), "ask_extension", both, MONDAY, days=5, reason="等配件")
    assert not may(matter, CASE.step("grant_extension"), both)
    assert may(matter, CASE.step("grant_extension"), world.cast.subdistrict)


def test_whoever_came_by_a_merge_is_told_and_decides_nothing(world: World) -> None:
    first, second = world.case(), make_case(world.people["另一位居民"])
    take(second, "merge", world.cast.community, MONDAY, matter=first)
    newcomer = world.people["另一位居民"]
    assert newcomer.account in told(first) - reporters_of(first)
    assert [s.key for s in CASE.steps if may(first, s, newcomer)] == []


def test_when_the_responsibility_moves_the_mandate_moves_with_it(world: World) -> None:
    matter = take(world.case(), "transfer_up", world.cast.community, MONDAY, reason="请协调")
    assert not may(matter, CASE.step("take"), world.cast.community)
    assert may(matter, CASE.step("take"), world.cast.subdistrict)
    assert may_read(world.cast.community, matter, told(matter))
