"""The first half of an election: who leads it, who votes, who stands."""

from datetime import timedelta

from .meetings import path_of
from .village import (
    DEPUTY,
    EIGHT,
    NINE,
    OPENS,
    REPRESENTATIVE,
    REVIEWED,
    TEN,
    VILLAGER,
    Village,
    deed,
    fill,
    narrow,
    page_of,
)

TABLE = """游小虎 2020-05-01 一组 1 是
罗秀梅 1975-03-12 一组 2 是
幸福生 1968-07-01 一组 3 是
蒲玉兰 1971-09-30 二组 4 是
敖登科 1980-01-20 二组 5 是
晏永珍 1966-11-11 二组 6 是"""


def begun(village: Village) -> str:
    """The clerk gives notice; the groups choose who leads the election. Answers the address of the matter."""
    clerk = village.who("secretary", "/elections/")
    clerk.click("启动选举", "link")
    choice = clerk.page.get_by_label("选举哪个组织")
    choice.select_option(
        label=next(t for t in choice.locator("option").all_inner_texts() if "村民委员会" in t)
    )
    clerk.page.get_by_label("换届选举").check()
    clerk.click("启动")
    matter = path_of(clerk)
    rows = "主任 向天贵 rep02\n委员 田素华 rep03\n委员 覃正国 rep04\n候补 黎翠芳 rep05"
    deed(clerk, page_of(matter, "committee"), "登记选举委员会人选", **{"选举委员会人选（一行一人）": rows})
    clerk.open(matter)
    how = "三个小组分别于本周开会，到会均过半数，一致推选。"
    clerk.take("登记各村民小组会议推选结果", **{"各小组会议的时间、到会人数和推选结果": how})
    clerk.reads("选举委员会已产生，待定方案")
    lead = village.who("rep02", matter)
    step = lead.step("公布选举方案")
    step.locator("summary").click()
    fill(step, {"选举日": f"{OPENS:%Y-%m-%dT%H:%M}", "选举方式": "全体选民选举"})
    fill(step, {"应选主任人数": "1", "应选委员人数": "2", "投票站和时间": "村委会院坝，8时至18时。"})
    lead.click("确认公布选举方案", within=step)
    lead.reads("选民登记中")
    return matter


def registered(village: Village, matter: str) -> None:
    """By the clerk's table, by oneself on the phone, from those whom the platform knows; judged by law; shown."""
    roll = page_of(matter, "roll")
    clerk, lead, villager = (village.who(name) for name in ("secretary", "rep02", "villager"))
    deed(clerk, roll, "登记选民", **{"选民（一行一人）": TABLE})
    own: dict[str, str | bool] = {"姓名": "游小芹", "出生日期": "1961-02-13"}
    deed(villager, roll, "我要登记", **own, **{"户籍在本村（社区）": True})
    deed(lead, roll, "从平台居民中提出")
    deed(lead, roll, "审核全部待审登记")
    lead.open(matter)
    lead.take("公布选民名单")
    villager.open(roll)
    narrow(villager)
    villager.reads(f"您的登记：第 {VILLAGER} 号，已登记", "罗秀梅", "谭小燕")
    villager.misses("游小虎")


def nominated(village: Village, matter: str) -> None:
    """By the party organisation, by a voter on the phone, on paper; they agree themselves, or in writing."""
    slate = page_of(matter, "candidates")
    number, backers = "被提名人在名单上的号", "书面联名的选民在名单上的号"
    clerk, lead, villager = (village.who(name) for name in ("secretary", "rep02", "villager"))
    party = {number: str(REPRESENTATIVE), "职务": "主任", "女": True, "由党组织提名": True}
    deed(clerk, slate, "提名候选人", **party)
    deed(villager, slate, "提名候选人", **{number: str(EIGHT), "职务": "委员"})
    for who, office in ((DEPUTY, "主任"), (NINE, "委员"), (TEN, "委员")):
        words: dict[str, str | bool] = {number: str(who), "职务": office, backers: "6 7", "女": who != TEN}
        deed(lead, slate, "提名候选人", again=True, **words)
    deed(village.who("representative"), slate, "同意参选", 哪一位="谭小燕", 简介="村民代表，种柑橘。")
    for name in ("幸福生", "罗秀梅", "蒲玉兰", "敖登科"):
        deed(lead, slate, "同意参选", again=True, 哪一位=name)


def reviewed(village: Village, matter: str) -> None:
    """Four departments look at each; who stands is published, and asked on the phone."""
    slate = page_of(matter, "candidates")
    lead, town = village.who("rep02", matter), village.who("town")
    lead.take("结束提名，交部门联审")
    for department in ("纪检监察机关", "公安机关", "民政部门", "司法行政部门"):
        town.page.goto(town.url + slate)
        form = town.page.locator("details").filter(has_text="登记联审意见").first
        form.locator("summary").click()
        for box in form.get_by_role("checkbox").all():
            box.check()
        fill(form, {"部门": department})
        form.get_by_role("button", name="登记联审意见", exact=True).click()
        town.reads("“登记联审意见”已记录。")
    town.look()
    lead.open(matter)
    lead.take("公布候选人")
    soon = REVIEWED + timedelta(days=3)
    lead.take("公告候选人见面会", 时间=f"{soon:%Y-%m-%dT10:00}", 地点="村委会院坝")
    villager = village.who("villager")
    deed(villager, slate, "向候选人提问", 问哪一位候选人="谭小燕", 问题="机耕道哪年修？")
    deed(village.who("representative"), slate, "回答提问", 哪个问题="机耕道哪年修？", 回答="明年上半年。")
    villager.open(matter)
    villager.reads("谭小燕", "罗秀梅", "应选 2 人")
