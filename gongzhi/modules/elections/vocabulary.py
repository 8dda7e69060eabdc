"""Stages of an election and of everybody in it; offices; why somebody is refused, in words; what the record says."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.lib.election import Office, Way


class State(models.TextChoices):
    """How far an election is."""

    FORMING = "forming", _("待推选选举委员会")
    PLANNING = "planning", _("选举委员会已产生，待定方案")
    REGISTERING = "registering", _("选民登记中")
    SHOWING_ROLL = "showing_roll", _("选民名单公布中")
    ROLL_CONTESTED = "roll_contested", _("名单申诉处理中")
    NOMINATING = "nominating", _("提名候选人")
    REVIEWING = "reviewing", _("候选人联审中")
    ANNOUNCED = "announced", _("候选人已公布")
    RUNOFF = "runoff", _("待另行选举")
    PREPARING = "preparing", _("投票准备中")
    POLLING = "polling", _("投票中")
    COUNTING = "counting", _("计票中")
    COUNTED = "counted", _("计票完毕，待宣布结果")
    DECLARED = "declared", _("已当选，待移交")
    DONE = "done", _("选举完成")
    ENDED = "ended", _("已终止")


class Recall(models.TextChoices):
    """How far a recall is."""

    SIGNING = "signing", _("联名中")
    ACCEPTED = "accepted", _("已受理，待投票")
    PREPARING = "preparing", _("投票准备中")
    POLLING = "polling", _("投票中")
    COUNTING = "counting", _("计票中")
    COUNTED = "counted", _("计票完毕，待宣布结果")
    RECALLED = "recalled", _("罢免通过")
    KEPT = "kept", _("罢免未通过")
    ENDED = "ended", _("未受理")


class Choosing(models.TextChoices):
    """How far the choice of a supervision body or a mediation committee by a meeting is."""

    NAMING = "naming", _("待会议推选")
    CHOSEN = "chosen", _("已推选产生")
    ENDED = "ended", _("已终止")


class Sort(models.TextChoices):
    TERM = "term", _("换届选举")
    VACANCY = "vacancy", _("补选")
    RECALL = "recall", _("罢免")
    CHOICE = "choice", _("推选")


class Standing(models.TextChoices):
    """How far somebody's entry in the roll is."""

    PROPOSED = "proposed", _("待审核")
    REGISTERED = "registered", _("已登记")
    REFUSED = "refused", _("不予登记")
    REMOVED = "removed", _("已从名单中删除")


class Stage(models.TextChoices):
    """How far a candidate came."""

    NOMINATED = "nominated", _("已提名，待本人同意")
    ACCEPTED = "accepted", _("本人同意")
    CLEARED = "cleared", _("联审通过")
    EXCLUDED = "excluded", _("不具备候选人资格")
    WITHDRAWN = "withdrawn", _("退出")
    STANDING = "standing", _("候选人")
    ELECTED = "elected", _("当选")
    NOT_ELECTED = "not_elected", _("未当选")
    ANNULLED = "annulled", _("当选无效")


LIVE = (Stage.NOMINATED, Stage.ACCEPTED, Stage.CLEARED, Stage.STANDING)
NAMED = (*LIVE, Stage.ELECTED, Stage.NOT_ELECTED, Stage.ANNULLED)


class Place(models.TextChoices):
    """Posts of an election committee; substitutes move up in the order in which they were chosen."""

    CHAIR = "chair", _("主任")
    VICE_CHAIR = "vice_chair", _("副主任")
    MEMBER = "member", _("委员")
    SUBSTITUTE = "substitute", _("候补")


class Department(models.TextChoices):
    """Who looks at candidates together. Which offices a city asks is its setting."""

    DISCIPLINE = "discipline", _("纪检监察机关")
    POLICE = "police", _("公安机关")
    CIVIL = "civil", _("民政部门")
    JUSTICE = "justice", _("司法行政部门")


class Asset(models.TextChoices):
    """What is handed over."""

    SEAL = "seal", _("印章")
    BOOKS = "books", _("账册和档案")
    MONEY = "money", _("资金和票据")
    PROPERTY = "property", _("资产和办公用品")
    WORK = "work", _("未办结的工作")


WAYS = {
    Way.VOTERS.value: _("全体选民选举"),
    Way.HOUSEHOLDS.value: _("每户派代表选举"),
    Way.REPRESENTATIVES.value: _("居民代表选举"),
}
ELECTORS = {Way.HOUSEHOLDS.value: _("户代表"), Way.REPRESENTATIVES.value: _("居民代表")}
OFFICES = {Office.CHAIR.value: "主任", Office.VICE_CHAIR.value: "副主任", Office.MEMBER.value: "委员"}
ELECTED_BODIES = (Organisation.Kind.COMMITTEE,)
CHOSEN_BODIES = (Organisation.Kind.SUPERVISION, Organisation.Kind.MEDIATION)
BLANK = "none"

GROUP = "73"
# Kinds of matter: village and residents each have their own procedure.
KINDS = {
    "elections.village": ("730101", "村民委员会选举"),
    "elections.residents": ("730102", "居民委员会选举"),
    "elections.village_2018": ("730103", "村民委员会选举（2018年法）"),
    "elections.village_recall": ("730201", "罢免村民委员会成员"),
    "elections.residents_recall": ("730202", "罢免居民委员会成员"),
    "elections.village_choice": ("730301", "推选村务监督、人民调解组织成员"),
    "elections.residents_choice": ("730302", "推选居务监督、人民调解组织成员"),
}

# Codes of lib.election and lib.majority in words; {numbers} are theirs.
REASONS = {
    "under_age": _("选举日不满十八周岁"),
    "deprived_of_rights": _("依照法律被剥夺政治权利"),
    "registered_elsewhere": _("已在其他地方登记参加选举"),
    "neither_household_nor_living_here": _("户籍不在本地，也不在本地居住"),
    "has_not_asked": _("本人没有表示（申请）参加选举"),
    "not_here_for_a_year": _("在本村居住或者从事村务工作不满一年"),
    "not_agreed_by_meeting": _("还没有经村民会议或者村民代表会议同意"),
    "neither_living_here_nor_half_a_year_worker": _("不在本社区常住，也不是工作满六个月的社区工作者"),
    "not_confirmed_by_election_committee": _("还没有经居民选举委员会确认"),
    "may_not_be_elected": _("不在本次选举的选民名单上"),
    "not_nominated": _("提名不够：已有{nominators}人联名，需要{needed}人或者党组织提名"),
    "expelled_from_party": _("被开除中国共产党党籍"),
    "convicted": _("因犯罪受过刑事处罚"),
    "clan": _("利用宗族势力从事非法活动"),
    "gang": _("利用黑恶势力从事非法活动"),
    "illegal_religion": _("组织或者参加非法宗教活动"),
    "cult": _("组织或者参加邪教活动"),
    "committee_size": _("委员会应由{least}至{most}人组成，现定{seats}人"),
    "one_chair": _("应设主任一人"),
    "no_more_candidates_than_seats": _("候选人{candidates}人，应选{seats}人：候选人至少{needed}人"),
    "no_woman_stands": _("候选人中没有妇女"),
    "no_proxies_in_this_law": _("当时的法律没有规定委托投票"),
    "no_proxies_where_representatives_elect": _("居民代表选举不实行委托投票"),
    "not_written": _("没有书面委托"),
    "not_on_roll": _("委托人不在选民名单上"),
    "voted_in_person": _("委托人已经投票"),
    "gave_proxy": _("委托人已经委托了别人"),
    "is_agent": _("委托人自己正受别人委托"),
    "own_agent": _("不能委托本人"),
    "agent_not_on_roll": _("受托人不在选民名单上"),
    "agent_gave_proxy": _("受托人自己已经委托了别人"),
    "agent_is_candidate": _("候选人不得接受委托投票"),
    "agent_is_no_relative": _("受托人不是委托人的近亲属"),
    "agent_has_enough": _("受托人已接受{held}人委托，最多{most}人"),
    "quorum_met": _("参加投票{present}人，名单共{members}人，至少{needed}人，选举有效"),
    "quorum_missing": _("参加投票{present}人，名单共{members}人，至少要{needed}人，选举无效"),
    "nobody_present": _("没有人投票"),
    "no_members": _("名单上没有人"),
    "majority_met": _("同意{yes}票，投票{of}人，至少{needed}票，通过"),
    "majority_missing": _("同意{yes}票，投票{of}人，至少要{needed}票，没有通过"),
    "request_met": _("联名{yes}人，共{of}人，至少{needed}人，达到法定人数"),
    "request_missing": _("联名{yes}人，共{of}人，至少要{needed}人，没有达到法定人数"),
    "too_few_votes": _("{who}得{yes}票，投票{of}人，至少要{needed}票，未当选"),
    "equal_votes": _("{who}票数相等，都是{votes}票，须再次投票"),
    "relative_is_elected": _("{who}有近亲属关系，不能同时任职"),
    "no_woman": _("当选人中还没有妇女"),
    "more_returned_than_issued": _("收回{returned}张，发出{issued}张，多于发出的选票，无效"),
    "more_issued_than_entitled": _("发出{issued}张，名单共{roll}人，多于名单人数"),
    "too_early": _("早了{days}天"),
    "too_late": _("晚了{days}天"),
    "is_nominated": _("本人被提名为候选人"),
    "relative_is_nominated": _("近亲属被提名为候选人"),
}

PERSON = frozenset({"name"})
ENTERED = RecordType("elections.entered", _("选民登记：新增{count}人"))
SETTLED = RecordType("elections.settled", _("审核选民登记：登记{registered}人，不予登记{refused}人"))
VOTERS_NAMED = RecordType("elections.voters_named", _("登记{who}，由{count}人投票"))
VOTERS_CORRECTED = RecordType("elections.voters_corrected", _("更正{who}名单，由{count}人投票：{reason}"))
ROLL_CORRECTED = RecordType("elections.roll_corrected", _("更正选民名单：{reason}"), PERSON)
NOMINATED = RecordType("elections.nominated", _("{how}提名{office}候选人"), PERSON)
BACKED = RecordType("elections.backed", _("选民联名提名，增加{count}人"), PERSON)
ACCEPTED = RecordType("elections.accepted", _("{office}候选人人选本人同意"), PERSON)
WITHDRAWN = RecordType("elections.withdrawn", _("{office}候选人人选退出"), PERSON)
OPINION = RecordType(
    "elections.opinion", _("{department}提出联审意见"), frozenset({"name", "finding", "note"})
)
APPEALED = RecordType(
    "elections.appealed", pgettext_lazy("in the record", "候选人人选要求复核"), frozenset({"name", "text"})
)
APPEAL_ANSWERED = RecordType(
    "elections.appeal_answered", _("复核完毕"), frozenset({"name", "text", "upheld"})
)
KIN_NOTED = RecordType("elections.kin_noted", _("登记近亲属关系"), frozenset({"name", "other"}))
LEFT = RecordType("elections.left_committee", _("选举委员会一名成员退出：{reason}；{follows}"), PERSON)
PROXY_TAKEN = RecordType("elections.proxy_taken", _("受理一件书面委托投票"), frozenset({"name", "agent"}))
PROXY_REFUSED = RecordType(
    "elections.proxy_refused", _("一件委托投票不予受理：{reason}"), frozenset({"name", "agent"})
)
ASKED = RecordType("elections.asked", _("向候选人提问"), frozenset({"text", "name"}))
ANSWERED = RecordType("elections.answered", _("候选人回答提问"), frozenset({"text", "name"}))
SIGNED = RecordType("elections.signed", _("罢免要求新增联名{count}人"), PERSON)
ANNULLED = RecordType("elections.annulled", _("{office}当选无效：{reason}"), PERSON)
ITEM_ADDED = RecordType("elections.item_added", _("移交清单增加{kind}：{what}"))
ITEM_TICKED = RecordType("elections.item_ticked", _("{side}确认移交：{what}"))
OWN_RECORDS = (
    ENTERED,
    SETTLED,
    VOTERS_NAMED,
    VOTERS_CORRECTED,
    ROLL_CORRECTED,
    NOMINATED,
    BACKED,
    ACCEPTED,
    WITHDRAWN,
    OPINION,
    APPEALED,
    APPEAL_ANSWERED,
    KIN_NOTED,
    LEFT,
    PROXY_TAKEN,
    PROXY_REFUSED,
    ASKED,
    ANSWERED,
    SIGNED,
    ANNULLED,
    ITEM_ADDED,
    ITEM_TICKED,
)
