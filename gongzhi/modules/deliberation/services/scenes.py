"""The words of the demo's deliberations, written for it; nobody's own."""

from collections.abc import Mapping
from typing import Any

Words = Mapping[str, Any]

ROAD: Words = {
    "kind": "700104",
    "title": "硬化五组机耕道",
    "text": "五组机耕道长800米，雨天泥泞，农机和运输车进出困难。拟硬化路面，宽3.5米，预算12万元，"
    "其中上级补助7万元，村集体经济收益5万元",
}
ROAD_RESOLUTION: Words = {
    "title": "关于硬化五组机耕道的决议",
    "text": "村民代表会议应到15人，实到12人，11人同意，决定硬化五组机耕道800米，预算12万元，由村民委员会组织实施",
}
ROAD_OBJECTION = "五组去年修过水渠，为什么又是五组，我想知道是怎么选的"
ROAD_REASONS = "按去年公布的三年计划排序，五组机耕道排第一位，四组、六组排在明年"
ROAD_PROGRESS = ("路基平整完成500米，占地两户已签字同意", "路面硬化完成600米，村务监督委员会到场查看两次")
ROAD_SUMMARY = "800米路面全部硬化并通过验收，实际支出11.6万元，结余0.4万元退回村集体"
ROAD_RESULT: Words = {
    "title": "硬化五组机耕道的实施结果",
    "text": "800米路面已于本月通过验收。实际支出11.6万元：材料7.9万元，人工3.1万元，检测0.6万元。结余0.4万元退回村集体",
}
SQUARE: Words = {
    "kind": "700101",
    "title": "在村口修建文化广场",
    "text": "利用村口闲置的晒坝修建文化广场，面积900平方米，设健身器材和宣传栏，"
    "预算28万元，资金来自上级补助和村集体经济收益",
}
CHARGING: Words = {
    "kind": "700401",
    "title": "电动车在哪里充电",
    "text": "有人在楼道里给电动车充电，很不安全，小区里又没有充电的地方，想请大家商量建一个充电棚",
}
CHARGING_PEOPLE = "社区民警 派出所\n物业经理 物业公司\n消防宣传员 街道应急办\n楼栋长代表 居民代表"
CHARGING_OPINION = "建议建在西门旁边的空地上，离住宅楼远一些，晚上要有灯"
CHARGING_PAPERS: tuple[Words, ...] = (
    {"name": "何永福", "home": "2栋1单元", "opinion": "赞成建，收费要公开，不能高于居民电价太多"},
    {"name": "罗淑芬", "home": "5栋3单元", "opinion": "不要占停车位，东侧绿地旁也可以考虑"},
)
CHARGING_HELD: Words = {
    "people": "物业经理 物业公司\n社区民警 派出所\n楼栋长代表 居民代表\n陈秀兰 居民\n何永福 居民",
    "minutes": "陈秀兰等居民提出选址和照明的要求；物业公司介绍了费用；社区民警说明消防间距。逐条商量后形成一致意见",
    "outcome": "partly",
    "agreed": "一、在西门旁空地建20个车位的充电棚；二、由物业公司出资建设，收费标准公示；三、建成后楼道内不再充电",
    "open_points": "东侧是否再建一处没有达成一致，使用半年以后再议",
}
CHARGING_RESULT: Words = {
    "title": "关于电动车充电的协商结果",
    "text": "在西门旁空地建20个车位的充电棚，由物业公司出资，收费标准公示。东侧是否再建，使用半年以后再议",
    "duty": "物业公司建设，社区居民委员会监督，三个月内建成",
}
CHARGING_PROGRESS = "棚架已安装，等待供电公司接电"
CHARGING_DONE: Words = {
    "title": "西门充电棚已经建成",
    "text": "20个车位已投入使用，收费标准在棚内公示，楼道充电已清理",
}
LIFT: Words = {
    "kind": "700402",
    "title": "3号楼要不要加装电梯",
    "text": "3号楼没有电梯，老人上下楼困难。想请全楼一起商量：要不要装、装在哪里、费用怎么分担",
}
LIFT_OPINION = "支持加装，费用按楼层分担，一楼可以少出或者不出"
LIFT_PAPERS: tuple[Words, ...] = (
    {"name": "唐国强", "home": "3栋101", "opinion": "担心采光和噪声，希望先看设计图再表态"},
    {"name": "陈秀兰", "home": "3栋602", "opinion": "支持加装，愿意按楼层出钱"},
)
WASTE: Words = {
    "kind": "700301",
    "title": "五组垃圾收集点设在哪里",
    "text": "五组的垃圾桶放在路口，夏天气味大，挪到哪里各家意见不一，请村委会组织大家商量",
}
WASTE_OPINION = "建议设在机耕道尽头，离住户三十米以上"
WASTE_HELD: Words = {
    "people": "谭小燕 村民代表\n罗秀梅 村委会副主任\n游小芹 村民\n向天贵 村民代表",
    "minutes": "与会村民逐一发言，现场看了三个位置，比较了距离和清运路线",
    "outcome": "agreed",
    "agreed": "收集点设在机耕道尽头，建三面围挡，每周清运三次",
    "open_points": "",
}
WASTE_RESULT: Words = {
    "title": "关于五组垃圾收集点的协商结果",
    "text": "收集点设在机耕道尽头，建三面围挡，每周清运三次",
    "duty": "村民委员会两个月内建成围挡，落实清运",
}
WASTE_PROGRESS = "围挡已建好，清运公司从下周起每周来三次"
