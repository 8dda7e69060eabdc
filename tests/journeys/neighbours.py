"""A community as tables: who sits and signs in, who is on the roll, who of them votes, who stands."""

from itertools import product

ACCOUNTS = {
    "branch": "熊玉平",  # secretary of the party organisation
    "watch": "甘守法",
    "lawyer": "荣以诚",
    "heir": "俞文清",  # stands for chair
    "lead1": "卓启明",
    "lead2": "阮素琴",
    "lead3": "简从周",
}
SITTING = ["熊玉平", "骆启凡", "解明华", "柯淑珍", "晋安民"]
REPRESENTATIVES = [
    "".join(p) for p in product("伍余元卜顾", ("启文", "书勤", "念祖", "恒春"))
]  # of the old term
# By the clerk's table; 陈秀兰 and 俞文清 register themselves.
ROLL = [
    "柏广田",
    "水清源",
    "窦月娥",
    "云海棠",
    "苏建业",
    "潘家骏",
    "葛志高",
    "奚望春",
    "范小满",
    "彭在田",
    "郎朗天",
]
RESIDENT, HEIR = "陈秀兰", "俞文清"
VOTE = [RESIDENT, HEIR, *ROLL[:7]]  # nine representatives of the new term
CHAIRS = [HEIR, "柏广田"]
MEMBERS = ["水清源", "窦月娥", "云海棠", "苏建业", "潘家骏"]  # four of these five
WOMEN = {"窦月娥", "云海棠"}
