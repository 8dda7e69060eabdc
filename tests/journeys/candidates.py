"""The first half of an election: who leads it, who votes, who stands."""

from .electing import looked_at, met, planned, published, started
from .places import (
    Place,
    deed,
    page_of,
)

TABLE = """游小虎 2020-05-01 一组 1 是
罗秀梅 1975-03-12 一组 2 是
幸福生 1968-07-01 一组 3 是
蒲玉兰 1971-09-30 二组 4 是
敖登科 1980-01-20 二组 5 是
晏永珍 1966-11-11 二组 6 是"""


def begun(place: Place) -> str:
    """The clerk gives notice; the groups choose who leads the election. Answers the address of the matter."""
    matter = started(place, "secretary", "村民委员会")
    clerk = place.who("secretary")
    rows = "主任 向天贵 rep02\n委员 田素华 rep03\n委员 覃正国 rep04\n候补 黎翠芳 rep05"
    deed(clerk, page_of(matter, "committee"), "登记选举委员会人选", **{"选举委员会人选（一行一人）": rows})
    clerk.open(matter)
    how = "三个小组分别于本周开会，到会均过半数，一致推选。"
    clerk.take("登记各村民小组会议推选结果", **{"各小组会议的时间、到会人数和推选结果": how})
    clerk.reads("选举委员会已产生，待定方案")
    planned(place, matter, "rep02", "全体选民选举", 2, "村委会院坝，8时至18时。")
    return matter


def registered(place: Place, matter: str) -> None:
    """By the clerk's table, by oneself on the phone, from those whom the platform knows; judged by law; shown."""
    roll = page_of(matter, "roll")
    clerk, lead, villager = (place.who(name) for name in ("secretary", "rep02", "villager"))
    deed(clerk, roll, "登记选民", **{"选民（一行一人）": TABLE})
    own: dict[str, str | bool] = {"姓名": "游小芹", "出生日期": "1961-02-13"}
    deed(villager, roll, "我要登记", **own, **{"户籍在本村（社区）": True})
    deed(lead, roll, "从平台居民中提出")
    deed(lead, roll, "审核全部待审登记")
    published(place, matter, "rep02", "villager")
    assert sorted(place.numbers.values()) == list(range(2, 10)), "the first is a child"
    villager.reads(f"您的登记：第 {place.numbers['游小芹']} 号，已登记")
    villager.misses("游小虎")


def nominated(place: Place, matter: str) -> None:
    """By the party organisation, by a voter on the phone, on paper; they agree themselves, or in writing."""
    slate = page_of(matter, "candidates")
    number, backers = "被提名人在名单上的号", "书面联名的选民在名单上的号"
    clerk, lead, villager = (place.who(name) for name in ("secretary", "rep02", "villager"))
    on_roll = {name: str(place) for name, place in place.numbers.items()}
    party: dict[str, str | bool] = {
        number: on_roll["谭小燕"],
        "职务": "主任",
        "女": True,
        "由党组织提名": True,
    }
    deed(clerk, slate, "提名候选人", **party)
    deed(villager, slate, "提名候选人", **{number: on_roll["幸福生"], "职务": "委员"})
    for who, office in (("罗秀梅", "主任"), ("蒲玉兰", "委员"), ("敖登科", "委员")):
        words: dict[str, str | bool] = {
            number: on_roll[who],
            "职务": office,
            backers: "6 7",
            "女": who != "敖登科",
        }
        deed(lead, slate, "提名候选人", again=True, **words)
    deed(place.who("representative"), slate, "同意参选", 哪一位="谭小燕", 简介="村民代表，种柑橘。")
    for name in ("幸福生", "罗秀梅", "蒲玉兰", "敖登科"):
        deed(lead, slate, "同意参选", again=True, 哪一位=name)


def reviewed(place: Place, matter: str) -> None:
    """Four departments look at each; who stands is published, and asked on the phone."""
    slate = page_of(matter, "candidates")
    looked_at(place, matter, "rep02", "town")
    met(place, matter, "rep02", "村委会院坝")
    villager = place.who("villager")
    deed(villager, slate, "向候选人提问", 问哪一位候选人="谭小燕", 问题="机耕道哪年修？")
    deed(place.who("representative"), slate, "回答提问", 哪个问题="机耕道哪年修？", 回答="明年上半年。")
    villager.open(matter)
    villager.reads("谭小燕", "罗秀梅", "应选 2 人")
