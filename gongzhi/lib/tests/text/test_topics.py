"""The same matter told by many is one topic, whatever the words; another place or another matter is not in it."""

from datetime import UTC, datetime, timedelta
from itertools import product

from gongzhi.lib.text.places import Names
from gongzhi.lib.text.topics import Report, topics

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
TITLES = (
    "A3区云桂新城旁边的搅拌站太吵",
    "搅拌站的灰尘飘进云桂新城小区",
    "投诉云桂新城附近的水泥搅拌站",
    "云桂新城小区夜里被搅拌站吵醒",
    "请把云桂新城旁的搅拌站搬走",
)
BODIES = (
    "每天半夜搅拌机轰鸣，窗户都不敢开，粉尘很大。",
    "搅拌站离居民楼不到一百米，灰尘落满阳台。",
    "打过热线，没有人来管搅拌站的噪音。",
)
PLANT = [
    Report(f"p{n}", title, body, MARCH + timedelta(days=n), f"u{n}")
    for n, (title, body) in enumerate(product(TITLES, BODIES))
]
OTHERS = [
    Report("o1", "A3区云桂新城小区的电梯总坏", "物业不修电梯，老人爬楼。", MARCH, "v1"),
    Report("o2", "A3区云桂新城小区公交车太少", "只有一路公交车，等四十分钟。", MARCH, "v2"),
    Report("o3", "A7县金桥花园小区旁边的搅拌站太吵", "搅拌机半夜轰鸣。", MARCH, "v3"),
    Report("o4", "A7县金桥花园小区门口乱停车", "消防通道被占。", MARCH, "v4"),
    Report("o5", "咨询医保转移", "从外地转回来需要什么材料？", MARCH, "v5"),
]
COMMON = [
    f"{place}的{what}，{ask}。"
    for place, what, ask in product(
        ("小区", "小区门口", "小区旁边", "路口", "老人", "附近"),
        ("电梯", "公交车", "路灯", "停车", "噪音", "垃圾"),
        ("请处理", "没有人来管", "太吵", "投诉", "晚上很危险", "总坏"),
    )
]


def test_a_topic_is_whole_and_holds_nothing_else() -> None:
    first, *_rest = topics([*OTHERS, *PLANT], others=COMMON)
    assert set(first.members) == {report.key for report in PLANT}
    assert first.place == "云桂新城"
    assert (first.since, first.until) == (PLANT[0].at, PLANT[-1].at)
    assert first.people == len(PLANT)


def test_its_title_is_that_of_the_text_in_its_middle() -> None:
    assert topics([*OTHERS, *PLANT], others=COMMON)[0].title in TITLES


def test_the_order_of_the_texts_does_not_matter() -> None:
    told = [*OTHERS, *PLANT]
    assert topics(told, others=COMMON) == topics(told[::-1], others=COMMON)


def test_one_person_who_writes_often_weighs_less_than_many() -> None:
    alone = [Report(r.key, r.title, r.body, r.at, "u0") for r in PLANT]
    assert topics(alone, others=COMMON)[0].weight < topics(PLANT, others=COMMON)[0].weight / 2


def test_what_is_told_in_a_month_weighs_more_than_over_a_year() -> None:
    slow = [
        Report(r.key, r.title, r.body, MARCH + timedelta(days=20 * n), r.who) for n, r in enumerate(PLANT)
    ]
    assert topics(slow, others=COMMON)[0].weight < topics(PLANT, others=COMMON)[0].weight


def test_a_single_text_with_many_supporters_is_a_topic() -> None:
    assert topics(OTHERS, others=COMMON) == []
    loud = Report("o6", "咨询地铁何时开通", "等了三年。", MARCH, "v6", support=300)
    assert [topic.members for topic in topics([*OTHERS, loud], others=COMMON)] == [("o6",)]


def test_a_place_of_a_list_is_known_though_nothing_in_the_texts_shows_it() -> None:
    twins = [
        Report("a", "枫叶道上的井盖没了", "晚上骑车很危险，井盖丢了。", MARCH, "x"),
        Report("b", "井盖丢失", "枫叶道上的井盖丢了三天，危险。", MARCH, "y"),
    ]
    assert topics(twins) == []
    assert len(topics(twins, names=Names([("枫叶道", "枫叶道")]))) == 1


def test_no_text_makes_no_topic() -> None:
    assert topics([]) == []
