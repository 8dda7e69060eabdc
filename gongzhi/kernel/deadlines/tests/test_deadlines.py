import json
import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.deadlines.lists import shipped
from gongzhi.kernel.deadlines.models import CalendarYear, Day
from gongzhi.kernel.deadlines.selectors import calendar, distance, explain, moment
from gongzhi.kernel.deadlines.services import CALENDAR_IMPORTED, STREAM, import_year, load_calendar
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import timeline
from gongzhi.lib.workdays import CHINA, Calendar, Term, Unit, due

AT = datetime(2026, 11, 24, 9, tzinfo=CHINA)
NEW_2027 = "date,works,name\n2027-02-04,0,春节\n2027-02-05,0,春节\n2027-02-20,1,春节\n"


@pytest.fixture
def loaded(db: None) -> Calendar:
    load_calendar(at=AT)
    return calendar()


@pytest.fixture
def a_list(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "list.csv"
        path.write_text(text, encoding)
        return path

    return write


def local(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


def told(start: datetime, amount: int, unit: Unit = Unit.WORKING) -> str:
    term = Term(amount, unit)
    return explain(start, term, due(start, term, calendar()))


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_five_working_days_from_20_january_2020(loaded: Calendar) -> None:
    found = due(local(2020, 1, 20), Term(5, Unit.WORKING), loaded)
    assert found.at == local(2020, 2, 4, 17)
    assert found.counted == (*(date(2020, 1, n) for n in (21, 22, 23)), date(2020, 2, 3), date(2020, 2, 4))
    assert not found.provisional
    assert told(local(2020, 1, 20), 5) == "5 个工作日，自1月20日起：1月21日、22日、23日、2月3日、4日"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (local(2026, 2, 13), local(2026, 2, 14, 17)),  # a Saturday made up for the Spring Festival
        (local(2026, 2, 14), local(2026, 2, 24, 17)),
        (local(2019, 9, 28), local(2019, 9, 29, 17)),  # a Sunday made up for the National Day
    ],
)
def test_a_make_up_day_counts(loaded: Calendar, start: datetime, end: datetime) -> None:
    assert due(start, Term(1, Unit.WORKING), loaded).at == end


def test_the_shipped_years_have_the_number_of_workdays_that_their_notices_make(loaded: Calendar) -> None:
    counts = [loaded.workdays(date(year - 1, 12, 31), date(year, 12, 31)) for year in range(2019, 2027)]
    assert counts == [250, 249, 250, 249, 249, 251, 248, 248]


def test_loading_twice_changes_nothing(loaded: Calendar) -> None:
    before = list(CalendarYear.objects.values()), Day.objects.count(), Entry.objects.count()
    assert load_calendar(at=AT + timedelta(days=1)) == []
    assert (list(CalendarYear.objects.values()), Day.objects.count(), Entry.objects.count()) == before
    assert before[1:] == (290, 8)


def test_a_shipped_year_that_lost_a_day_is_loaded_again(loaded: Calendar) -> None:
    Day.objects.filter(date=date(2024, 10, 1)).delete()
    assert load_calendar(at=AT) == [2024]
    assert Day.objects.filter(date=date(2024, 10, 1)).exists()


def test_a_year_imported_by_hand_is_not_overwritten_by_the_shipped_one(
    loaded: Calendar, a_list: Callable[[str], Path]
) -> None:
    path = a_list("date,works,name\n2026-01-01,0,元旦\n")
    import_year(path=path, year=2026, at=AT, actor=SYSTEM, source="更正通知")
    assert load_calendar(at=AT) == []
    assert Day.objects.filter(date__year=2026).count() == 1


def test_an_unpublished_year_is_computed_marked_and_computed_again_after_the_import(
    loaded: Calendar, a_list: Callable[[str], Path]
) -> None:
    start, term = local(2027, 2, 3), Term(2, Unit.WORKING)
    guess = due(start, term, calendar())
    assert guess.provisional
    assert guess.counted == (date(2027, 2, 4), date(2027, 2, 9))  # 5 to 8 February are statutory
    assert explain(start, term, guess).endswith("（2027年放假安排尚未公布，暂按周末和法定节假日推算）")

    import_year(path=a_list(NEW_2027), year=2027, at=AT, actor=SYSTEM, source="关于2027年的通知")
    sure = due(start, term, calendar())
    assert not sure.provisional
    assert sure.counted == (date(2027, 2, 8), date(2027, 2, 9))
    assert explain(start, term, sure) == "2 个工作日，自2月3日起：2月8日、9日"


def test_without_any_list_the_calendar_is_weekends_and_statutory_days(db: None) -> None:
    found = calendar()
    assert found.provisional(date(2026, 5, 1))
    assert not found.is_workday(date(2026, 5, 1))
    assert found.is_workday(date(2026, 5, 4))
    assert not found.is_workday(date(2035, 2, 8))  # the lunar new year


def test_the_calendar_costs_one_query_until_the_next_import(
    loaded: Calendar, a_list: Callable[[str], Path], django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert calendar() is loaded
    import_year(path=a_list(NEW_2027), year=2027, at=AT, actor=SYSTEM)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert calendar().is_workday(date(2027, 2, 20))


def test_an_import_writes_what_it_did_into_the_record(
    loaded: Calendar, a_list: Callable[[str], Path]
) -> None:
    import_year(path=a_list(NEW_2027), year=2027, at=AT, actor=SYSTEM, source="关于2027年的通知")
    last = timeline(STREAM, personal=False)[-1]
    assert last.entry.kind == CALENDAR_IMPORTED.key
    assert last.entry.payload == {"year": 2027, "days": 3, "source": "关于2027年的通知"}
    assert last.sentence == "导入 2027 年放假安排，共 3 天。依据：关于2027年的通知"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2027-02-30,0,春节", "第 3 行有误：“2027-02-30”不是日期"),
        ("2026-10-01,0,国庆节", "第 3 行有误：2026-10-01 不在 2027 年"),
        ("2027-01-01,0,元旦", "第 3 行有误：2027-01-01 已在前面出现"),
        ("2027-10-01,2,国庆节", "第 3 行有误：works 应为"),
        ("2027-10-01,0", "第 3 行有误：应有 3 列"),
        ("2027-10-01,0, ", "第 3 行有误：节日名称应为"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_line(
    loaded: Calendar, a_list: Callable[[str], Path], row: str, why: str
) -> None:
    path = a_list(f"date,works,name\n2027-01-01,0,元旦\n{row}\n")
    with pytest.raises(ValueError, match=why):
        import_year(path=path, year=2027, at=AT, actor=SYSTEM)
    assert calendar().provisional(date(2027, 1, 1))


@pytest.mark.parametrize(("text", "why"), [("", "第 1 行"), ("date,works,name\n", "没有任何日期")])
def test_an_empty_file_is_refused(db: None, a_list: Callable[[str], Path], text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        import_year(path=a_list(text), year=2027, at=AT, actor=SYSTEM)


def test_a_file_in_another_encoding_is_refused_and_one_with_a_byte_order_mark_is_read(
    db: None, a_list: Callable[..., Path]
) -> None:
    with pytest.raises(ValueError, match="UTF-8"):
        import_year(path=a_list(NEW_2027, "gb18030"), year=2027, at=AT, actor=SYSTEM)
    assert import_year(path=a_list(NEW_2027, "utf-8-sig"), year=2027, at=AT, actor=SYSTEM) == 3


def test_a_long_term_names_its_ends_and_the_festivals_between(loaded: Calendar) -> None:
    assert told(local(2020, 1, 20), 60) == (
        "60 个工作日，自1月20日起：1月21日、22日、23日……4月21日、22日；其间放假：春节、清明节"
    )


def test_a_calendar_term_says_that_its_last_day_moved(loaded: Calendar) -> None:
    assert told(local(2020, 1, 20), 5, Unit.CALENDAR) == (
        "5 天，自1月20日起：1月21日、22日、23日、24日、25日；最后一日1月25日不是工作日，顺延至2月3日"
    )


@override("en")
def test_a_reader_of_english_reads_the_same_deadlines_in_english(loaded: Calendar) -> None:
    assert (
        told(local(2020, 1, 20), 5) == "5 working days from 20 January: 21, 22, 23 January, 3 and 4 February"
    )
    assert told(local(2020, 1, 20), 1) == "1 working day from 20 January: 21 January"
    assert told(local(2020, 1, 20, 22), 1, Unit.HOURS) == (
        "1 hour from Mon 20 January, 22:00 to Mon 20 January, 23:00"
    )
    assert told(local(2020, 1, 20), 60) == (
        "60 working days from 20 January: 21, 22, 23 January … 21 and 22 April; days off in between: 春节, 清明节"
    )
    end = local(2020, 2, 4, 17)
    assert distance(local(2020, 1, 23), end, loaded) == "2 working days left"
    assert distance(local(2020, 2, 3), end, loaded) == "1 working day left"
    assert distance(local(2020, 2, 4), end, loaded) == "by 17:00 today"
    assert distance(local(2020, 2, 4, 18), end, loaded) == "overdue, was due 17:00 today"
    assert distance(local(2020, 2, 6), end, loaded) == "2 working days overdue"


def test_hours_are_explained_by_the_clock(loaded: Calendar) -> None:
    assert (
        told(local(2026, 12, 31), 24, Unit.HOURS)
        == "24 小时，自12月31日（周四）10:00起，至1月1日（周五）10:00"
    )


def test_only_the_unpublished_year_is_named(loaded: Calendar) -> None:
    assert told(local(2026, 12, 30), 2) == (
        "2 个工作日，自12月30日起：12月31日、1月4日（2027年放假安排尚未公布，暂按周末和法定节假日推算）"
    )


@pytest.mark.parametrize(
    ("now", "end", "words"),
    [
        (local(2026, 11, 26), local(2026, 12, 1, 17), "还剩3个工作日"),
        (local(2026, 12, 1, 16, 59), local(2026, 12, 1, 17), "今天17:00前"),
        (local(2026, 12, 1, 17), local(2026, 12, 1, 17), "今天17:00前"),
        (local(2026, 12, 1, 17, 1), local(2026, 12, 1, 17), "已超期，今天17:00到期"),
        (local(2026, 12, 3), local(2026, 12, 1, 17), "已超期2个工作日"),
        (local(2026, 12, 5), local(2026, 12, 4, 17), "已超期，12月4日（周五）17:00到期"),
        (local(2026, 12, 4, 20), local(2026, 12, 5, 20), "12月5日（周六）20:00前"),
    ],
)
def test_the_distance_is_told_in_working_days(
    loaded: Calendar, now: datetime, end: datetime, words: str
) -> None:
    assert distance(now, end, loaded) == words


def test_a_moment_is_written_as_people_write_it() -> None:
    assert moment(local(2026, 12, 1, 17)) == "12月1日（周二）17:00"


@given(st.integers(0, 365 * 8 - 40), st.integers(1, 20))
def test_with_the_shipped_lists_every_counted_day_is_a_workday_and_none_is_left_out(
    offset: int, n: int
) -> None:
    days = {day.date: day.works for listed in shipped().values() for day in listed}
    plan = Calendar(days, frozenset(range(2019, 2027)))
    start = local(2019, 1, 1) + timedelta(days=offset)
    found = due(start, Term(n, Unit.WORKING), plan)
    assert all(map(plan.is_workday, found.counted))
    assert plan.workdays(start.date(), found.at.date()) == n


def test_the_command_computes_a_deadline(loaded: Calendar) -> None:
    facts = json.loads(run("deadline", "--from", "2020-01-20T10:00", "--working", "5", "--json"))
    assert facts == {
        "due": "2020-02-04T17:00:00+08:00",
        "counted": ["2020-01-21", "2020-01-22", "2020-01-23", "2020-02-03", "2020-02-04"],
        "provisional": False,
        "rolled_from": None,
        "explanation": "5 个工作日，自1月20日起：1月21日、22日、23日、2月3日、4日",
    }
    paused = ("--pause", "2020-01-22T09:00", "2020-02-05T09:00")
    assert run("deadline", "--from", "2020-01-20T10:00", "--working", "5", *paused) == (
        "2月10日（周一）17:00：5 个工作日，自1月20日起：1月21日、22日、2月6日、7日、10日\n"
    )


def test_the_commands_refuse_in_words(loaded: Calendar, a_list: Callable[[str], Path]) -> None:
    with pytest.raises(CommandError, match="positive"):
        run("deadline", "--from", "2020-01-20T10:00", "--hours", "0")
    with pytest.raises(CommandError, match="第 1 行"):
        run("import_calendar", os.fspath(a_list("x")), "--year", "2027")


def test_the_commands_load_and_import(db: None, a_list: Callable[[str], Path]) -> None:
    assert json.loads(run("load_calendar", "--json")) == {"loaded": list(range(2019, 2027))}
    assert json.loads(run("load_calendar", "--json")) == {"loaded": []}
    path = os.fspath(a_list(NEW_2027))
    words = ("--source", "通知", "--published", "2026-11-20")
    assert json.loads(run("import_calendar", path, "--year", "2027", *words, "--json")) == {
        "year": 2027,
        "days": 3,
    }
    year = CalendarYear.objects.get(year=2027)
    assert (year.source, year.published_on) == ("通知", date(2026, 11, 20))
