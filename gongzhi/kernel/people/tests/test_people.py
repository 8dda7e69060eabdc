from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.kernel.people import personal, selectors, services
from gongzhi.kernel.people.actor import ANONYMOUS, Grant
from gongzhi.kernel.people.demo import DEMO_PEOPLE, demo_people, make_demo_people
from gongzhi.kernel.people.models import Account, ApiKey, Mandate, Resident
from gongzhi.kernel.people.tests.conftest import AT, TODAY
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.selectors import timeline, verify

IDENTITY = "11010519491231002X"
COMMUNITY = "500103001001"
days = st.dates(date(2026, 1, 1), date(2026, 3, 1))


def grant(account: Account, **changes: Any) -> Mandate:
    values = {"role": Role.COMMUNITY_WORKER, "area": COMMUNITY, "since": date(2026, 1, 1), **changes}
    return services.grant_mandate(account=account, at=AT, actor=SYSTEM, **values)


def register(**changes: Any) -> Resident:
    values = {"name": "陈秀兰", "identity": IDENTITY, "phone": "13900000001", "area": COMMUNITY, **changes}
    return services.register_resident(at=AT, actor=SYSTEM, **values)


def test_numbers_are_sealed_in_the_database(li_min: Account) -> None:
    resident = register()
    for sealed in (resident.identity_sealed, resident.phone_sealed, li_min.phone_sealed):
        assert sealed is not None
        assert not any(number in bytes(sealed) for number in (b"1101051949", b"1390000", b"1381234"))
    assert selectors.identity_of(Resident.objects.get()) == IDENTITY
    assert selectors.phone_of(Account.objects.get()) == "13812345678"


def test_an_index_of_one_column_says_nothing_about_another(li_min: Account) -> None:
    assert register(phone="13812345678").phone_index != li_min.phone_index


def test_a_number_copied_to_another_column_does_not_open(db: None) -> None:
    resident = register()
    with pytest.raises(ValueError, match="belongs elsewhere"):
        personal.opened(resident.identity_sealed, personal.RESIDENT_PHONE)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [IDENTITY, "110105 19491231 002x"])
def test_a_resident_is_found_by_identity_however_it_is_typed(typed: str) -> None:
    resident = register()
    assert selectors.find_resident(identity=typed).get() == resident


def test_a_family_that_shares_a_phone_is_found_together(db: None) -> None:
    family = {register(), register(name="陈小明", identity="")}
    assert set(selectors.find_resident(phone="+86 139 0000 0001")) == family


def test_a_wrong_identity_number_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="校验位"):
        register(identity="110105194912310021")
    assert not Resident.objects.exists()


def test_one_identity_belongs_to_one_resident(db: None) -> None:
    register()
    with pytest.raises(IntegrityError), transaction.atomic():
        register(name="另一人")
    register(name="没有证件的人", identity="")
    register(name="也没有证件", identity="")


def test_an_unverified_phone_keeps_nobody_from_verifying_it(li_min: Account) -> None:
    first, second = (
        services.register_account(username=n, name=n, phone="13700000000", at=AT, actor=SYSTEM) for n in "ab"
    )
    assert selectors.account_of_phone("13700000000") is None
    services.put_phone(account=second, phone="13700000000", verified=True, at=AT, actor=SYSTEM)
    assert selectors.account_of_phone("137-0000-0000") == second
    with pytest.raises(IntegrityError), transaction.atomic():
        services.put_phone(account=first, phone="13700000000", verified=True, at=AT, actor=SYSTEM)


@pytest.mark.django_db
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(since=days, length=st.none() | st.integers(1, 40), day=days)
def test_a_mandate_holds_from_its_first_day_to_the_day_before_its_end(
    li_min: Account, since: date, length: int | None, day: date
) -> None:
    until = since + timedelta(days=length) if length else None
    mandate = grant(li_min, since=since, until=until)
    expected = since <= day and (until is None or day < until)
    assert selectors.mandates_of(li_min, day).filter(pk=mandate.pk).exists() is expected


def test_an_actor_is_read_in_one_query(li_min: Account, django_assert_num_queries: Any) -> None:
    grant(li_min)
    grant(li_min, role=Role.GRID_WORKER, area=f"{COMMUNITY}001", body="grid-1")
    with django_assert_num_queries(1):
        actor = selectors.actor_of(li_min, TODAY)
    assert (actor.account, actor.name) == (str(li_min.pk), "李敏")
    assert actor.grants == (
        Grant(Role.COMMUNITY_WORKER, COMMUNITY),
        Grant(Role.GRID_WORKER, f"{COMMUNITY}001", "grid-1"),
    )
    assert actor.scopes == (COMMUNITY,)


def test_nobody_and_a_blocked_account_are_anonymous(li_min: Account) -> None:
    assert selectors.actor_of(AnonymousUser(), TODAY) == ANONYMOUS
    li_min.is_active = False
    assert selectors.actor_of(li_min, TODAY) == ANONYMOUS


def test_an_ended_mandate_no_longer_holds_and_the_record_tells_why(li_min: Account) -> None:
    mandate = grant(li_min)
    services.end_mandate(mandate=mandate, on=TODAY, reason="调岗", at=AT, actor=SYSTEM)
    assert selectors.actor_of(li_min, TODAY).grants == ()
    assert selectors.actor_of(li_min, TODAY - timedelta(days=1)).grants != ()
    told = [line.sentence for line in timeline(li_min.pk, personal=True)]
    assert told == [
        "登记账号：李敏",
        f"授权为社区工作者，范围{COMMUNITY}，自2026-01-01起",
        f"自2026-11-23起不再是社区工作者（范围{COMMUNITY}）：调岗",
    ]
    assert verify()[2] is None


def test_a_mandate_given_by_mistake_can_be_ended_on_its_first_day(li_min: Account) -> None:
    mandate = grant(li_min, since=TODAY)
    ended = services.end_mandate(mandate=mandate, on=TODAY, reason="误授", at=AT, actor=SYSTEM)
    assert ended.until == TODAY
    assert selectors.actor_of(li_min, TODAY).grants == ()
    with pytest.raises(ValueError, match="已于2026-11-23结束"):
        services.end_mandate(mandate=mandate, on=TODAY, reason="再次", at=AT, actor=SYSTEM)


def test_a_mandate_needs_an_area_and_a_period(li_min: Account) -> None:
    with pytest.raises(ValueError, match="行政区划代码"):
        grant(li_min, area="50010300")
    with pytest.raises(ValueError, match="晚于"):
        grant(li_min, until=date(2026, 1, 1))


def test_a_key_acts_as_its_account_while_it_holds(li_min: Account) -> None:
    grant(li_min)
    end = TODAY + timedelta(days=30)
    raw = services.issue_api_key(account=li_min, name="数据交换", since=TODAY, until=end, at=AT, actor=SYSTEM)
    assert selectors.actor_of_key(raw, TODAY) == selectors.actor_of(li_min, TODAY)
    assert selectors.actor_of_key(raw, end) == ANONYMOUS
    assert selectors.actor_of_key(f"{raw}x", TODAY) == ANONYMOUS
    key = ApiKey.objects.get()
    assert raw not in (key.hash, str(key))
    assert str(key) == f"数据交换 …{raw[-4:]}"


def demo(at: Any = AT) -> list[Account]:
    return make_demo_people(
        at=at,
        city="50",
        county="500103",
        township="500103001",
        community=COMMUNITY,
        grid=f"{COMMUNITY}001",
        village="500112143210",
    )


def test_the_demo_has_one_account_for_each_desk_and_making_them_twice_changes_nothing(
    db: None, settings: Any
) -> None:
    settings.DEMO = True
    accounts = demo()
    assert (
        [a.username for a in accounts]
        == [p.username for p in DEMO_PEOPLE]
        == [p.username for p in demo_people()]
    )
    grants = {a.username: selectors.actor_of(a, TODAY).grants for a in accounts}
    assert grants["grid"] == (Grant(Role.GRID_WORKER, f"{COMMUNITY}001"),)
    assert grants["auditor"] == (Grant(Role.AUDITOR, "50"),)
    assert selectors.resident_of(accounts[0]) is not None
    assert all(a.check_password("gongzhi-demo") for a in accounts)
    assert demo() == accounts
    assert Mandate.objects.count() == len(DEMO_PEOPLE)


def test_no_demo_account_is_made_outside_the_demo(db: None) -> None:
    with pytest.raises(ImproperlyConfigured):
        demo()
    assert demo_people() == ()
