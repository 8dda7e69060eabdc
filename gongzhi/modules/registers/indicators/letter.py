"""The figures of the letter that registers yield, in the letter's order; keys are those of the letter's list."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.indicators.declarations import Areas, Indicator, Ratio, Reading, Rule, Target

from .reading import Text, begun, ended, figure, happened, held, total

ITEMS, PIECES, PEOPLE, TIMES = _("项"), _("个"), _("人"), _("倍")
MINUTES, PERCENT, YUAN, CASES, PERSON_TIMES = _("分钟"), _("%"), _("元"), _("件"), _("人次")
SQUARE_METRES = _("㎡")
END_OF_2020 = date(2020, 12, 31)


def _money(key: str, title: Text, reading: Reading, section: str, **more: Any) -> Indicator:
    return figure(key, title, reading, YUAN, section, scale=100, **more)


def _share(key: str, title: Text, section: str, target: Target, **where: Any) -> Indicator:
    """Urban communities where something is so, of all."""
    reading = Ratio(held("communities", urban=True, **where), Areas(12, urban=True), 100)
    return figure(key, title, reading, PERCENT, section, digits=1, target=target)


def _coverage(*, urban: bool) -> Ratio:
    return Ratio(held("centres", urban=urban), Areas(12, urban=urban), 100)


def _floor(*, urban: bool) -> Ratio:
    return Ratio(total("centres", "floor", urban=urban), total("communities", "households", urban=urban), 100)


def _pay(*, urban: bool) -> Ratio:
    return Ratio(total("pay", "pay", urban=urban), total("pay", "base", urban=urban))


def _mean(field: str, **where: Any) -> Ratio:
    """Of a field over communities: in one community its value."""
    return Ratio(total("communities", field, **where), held("communities", **where))


COMMITTEES, MEDIATED, COUNCILS = "mediation_committees", "mediated", "councils"
PARTS_1_AND_2 = (
    figure("lists.self_government", _("依法自治事项清单"), held("lists", list="self_government"), ITEMS, "2.2"),
    figure("lists.assist_government", _("依法协助政府工作事项清单"), held("lists", list="assistance"), ITEMS, "2.2"),
    figure("lists.prohibited", _("严禁作为责任主体事项清单"), held("lists", list="prohibited"), ITEMS, "2.2"),
    figure("lists.certificates", _("出具证明事项清单"), held("lists", list="certificates"), ITEMS, "2.2"),
    figure("certificates.cancelled", _("取消的证明事项"), held("lists", list="abolished"), ITEMS, "2.2"),
    figure("premises.rooms", _("服务群众功能用房种类"), held("lists", list="rooms"), _("种"), "2.2"),
    figure("premises.plaques", _("对外统一悬挂牌子"), held("plaques", outside=True), _("块"), "2.2",
           rule=Rule(at_most=3)),
    figure("workload.ledgers_before", _("精简前工作台账平均数"), _mean("ledgers"), _("本"), "2.2", digits=1),
    figure("workload.ledgers_after", _("精简后工作台账平均数"), _mean("ledgers"), _("本"), "2.2", digits=1),
    figure("planning.committee_radius", _("居民委员会服务半径"), _mean("radius", urban=True), MINUTES, "2.1",
           digits=1, rule=Rule(at_most=10, urban=True)),
    figure("planning.occupancy_trigger", _("还没有居委会的新建住宅区的入住率"),
           Ratio(total("estates", "occupied", committee=False), total("estates", "homes", committee=False), 100),
           PERCENT, "2.1", digits=1, rule=Rule(at_most=50)),
    _share("property.coordination_target", _("建立物业管理议事协调机制的社区占比"), "2.4",
           Target(60, END_OF_2020), coordination=True),
    _share("property.committee_target", _("成立社区环境和物业管理委员会的居委会占比"), "2.4",
           Target(80, date(2020, 8, 31)), committee=True),
    _share("property.dispute_target", _("将物业纠纷纳入社区协商的居委会占比"), "2.4",
           Target(80, END_OF_2020), disputes=True),
)  # fmt: skip
PART_3 = (
    figure("mediation.committees", _("人民调解组织总数"), held(COMMITTEES), PIECES, "3.2", by=("kind",)),
    figure("mediation.committees_community", _("村（社区）调委会"), held(COMMITTEES, kind="community"), PIECES, "3.2"),
    figure("mediation.committees_township", _("乡镇（街道）调委会"), held(COMMITTEES, kind="township"), PIECES, "3.2"),
    figure("mediation.committees_enterprise", _("企事业单位调委会"), held(COMMITTEES, kind="enterprise"), PIECES, "3.2"),
    figure("mediation.committees_sector", _("重点与新兴领域调解组织"), held(COMMITTEES, kind="sector"), PIECES, "3.2"),
    figure("mediation.mediators", _("专兼职人民调解员"), held("mediators"), PEOPLE, "3.2", by=("full_time",)),
    figure("mediation.mediators_dismissed", _("解聘调解员"), ended("mediators"), PEOPLE, "3.2"),
    figure("mediation.mediators_appointed", _("新聘调解员"), begun("mediators"), PEOPLE, "3.2"),
    figure("mediation.mediators_full_time", _("专职调解员"), held("mediators", full_time=True), PEOPLE, "3.2"),
    figure("mediation.cases_petition", _("信访事项调解纠纷"), happened(MEDIATED, "cases", origin="petition"), CASES, "3.2"),
    figure("mediation.cases_court", _("驻法院调解室调解纠纷"), happened(MEDIATED, "cases", origin="court"), CASES, "3.2"),
    figure("mediation.cases_police", _("驻派出所调解室调解纠纷"),
           happened(MEDIATED, "cases", origin="police"), CASES, "3.2"),
    figure("covenants.trainees", _("村规民约培训人数"),
           happened("trainings", "trainees", topic="covenants"), PEOPLE, "3.3"),
    figure("covenants.training_sessions", _("村规民约培训期数"), happened("trainings", topic="covenants"), _("期"), "3.3"),
    figure("covenants.councils_villagers", _("村民议事会"), held(COUNCILS, kind="villagers"), PIECES, "3.3"),
    figure("covenants.councils_weddings_funerals", _("红白理事会"), held(COUNCILS, kind="weddings"), PIECES, "3.3"),
    figure("covenants.councils_ethics", _("道德评议会"), held(COUNCILS, kind="ethics"), PIECES, "3.3"),
    figure("campaign.national_laureates", _("全国最美城乡社区工作者"), happened("laureates", award="national_finest"),
           PEOPLE, "3.4"),
)  # fmt: skip
PART_4 = (
    figure("social_orgs.community", _("社区社会组织总数"), held("organisations"), PIECES, "4.1", by=("kind", "standing")),
    figure("social_orgs.incubators_city", _("市级孵化基地"), held("incubators", rank="city"), PIECES, "4.1"),
    figure("social_orgs.incubators_county", _("区县级孵化基地"), held("incubators", rank="county"), PIECES, "4.1"),
    figure("social_work.urban_standard", _("城市社区社工配置"), held("social_workers", urban=True), PEOPLE, "4.2",
           rule=Rule(at_least=2, urban=True)),
    figure("social_work.rural_standard", _("农村社区社工配置"), held("social_workers", urban=False), PEOPLE, "4.2",
           rule=Rule(at_least=1, urban=False)),
    figure("social_work.workers", _("社区社工人才总数"), held("social_workers"), PEOPLE, "4.2", by=("grade",)),
    figure("social_work.masters_per_year", _("每年遴选的名家名师"), happened("masters"), PEOPLE, "4.2",
           rule=Rule(at_most=10, level=2)),
    _money("social_work.master_award", _("每名名家名师的人才奖励"),
           Ratio(happened("masters", "award"), happened("masters")), "4.2"),
    _money("social_work.master_research_grant", _("每名名家名师的研究经费"),
           Ratio(happened("masters", "grant"), happened("masters")), "4.2"),
    figure("social_work.masters_2019", _("当年入选的名家名师"), happened("masters"), PEOPLE, "4.2"),
    figure("social_work.stations", _("社区社会工作室（站）总数"), held("stations"), PIECES, "4.2"),
    figure("social_work.fields", _("社会工作服务覆盖领域"), held("lists", list="fields"), PIECES, "4.2"),
    _money("projects.city_invested", _("市级投入社区社工服务的资金"), happened("projects", "spent", funder="city"), "4.3"),
    figure("projects.demonstration", _("市级社会工作服务示范社区建设项目"),
           happened("projects", funder="city"), PIECES, "4.3"),
    _money("projects.county_invested", _("区县投入社区社工服务的资金"),
           happened("projects", "spent", funder="county"), "4.3"),
    figure("projects.county", _("区县社区社会工作服务项目"), happened("projects", funder="county"), PIECES, "4.3"),
    _money("charity.expenditure", _("慈善扶贫公益支出"), happened("projects", "spent", funder="charity"), "4.4"),
    figure("charity.activities", _("公益扶贫活动"), happened("projects", "activities", funder="charity"), _("次"), "4.4"),
    figure("charity.beneficiaries", _("惠及困难群众人次"), happened("projects", "people", funder="charity"),
           PERSON_TIMES, "4.4"),
    _money("charity.red_cross_raised", _("红十字会基金会募集款物"), happened("gifts", "amount", fund="red_cross"), "4.4"),
    figure("charity.red_cross_projects", _("人道救助和慈善公益项目"),
           happened("projects", funder="red_cross"), PIECES, "4.4"),
    _money("charity.red_cross_spent", _("红十字会支出款物价值"), happened("projects", "spent", funder="red_cross"), "4.4"),
    figure("charity.red_cross_beneficiaries", _("红十字会项目受益群众"), happened("projects", "people", funder="red_cross"),
           PERSON_TIMES, "4.4"),
    figure("volunteers.registered", _("注册志愿者总数"), held("volunteers"), PEOPLE, "4.4"),
    figure("volunteers.organisations", _("注册志愿服务组织总数"), held("volunteer_organisations"), PIECES, "4.4"),
)  # fmt: skip
PARTS_5_AND_6 = (
    _money("foundation.raised", _("社区基金筹集资金"), total("gifts", "amount", fund="foundation", form="raised"), "6.4"),
    _money("foundation.invested", _("社区基金直接投入社区公益项目"),
           total("projects", "spent", funder="foundation"), "6.4"),
    _money("foundation.leveraged", _("社区基金整合社会资源"), total("gifts", "amount", fund="foundation", form="leveraged"),
           "6.4"),
    figure("foundation.projects", _("社区基金支持的自治项目和公益活动"),
           held("projects", funder="foundation"), PIECES, "6.4"),
    figure("legal.visits", _("法律服务网络平台累计访问量"), total("visits", "visits"), _("次"), "5.2"),
    figure("facilities.life_circle_min", _("到达生活服务圈的时间（下限）"), _mean("circle"), MINUTES, "6.1", digits=1,
           rule=Rule(at_least=10)),
    figure("facilities.life_circle_max", _("到达生活服务圈的时间（上限）"), _mean("circle"), MINUTES, "6.1", digits=1,
           rule=Rule(at_most=20)),
    _money("facilities.subsidy", _("市级便民服务中心建设补助"), happened("subsidies", "amount"), "6.1"),
    figure("facilities.urban_coverage", _("城市社区便民服务中心覆盖率"), _coverage(urban=True), PERCENT, "6.1", digits=1),
    figure("facilities.urban_area", _("每百户居民拥有综合服务设施面积"), _floor(urban=True), SQUARE_METRES, "6.1",
           digits=1, scale=100),
    figure("facilities.rural_coverage", _("村级便民服务中心覆盖率"), _coverage(urban=False), PERCENT, "6.1", digits=1),
    figure("facilities.rural_area", _("每百户村民拥有综合服务设施面积"), _floor(urban=False), SQUARE_METRES, "6.1",
           digits=2, scale=100),
    figure("facilities.rural_target_2025", _("村级综合服务设施覆盖率"), _coverage(urban=False), PERCENT, "8.8", digits=1,
           target=Target(70, date(2025, 12, 31))),
    figure("funding.rural_floor", _("村主干补贴与农村居民人均可支配收入之比"), _pay(urban=False), TIMES, "6.3", digits=2,
           rule=Rule(at_least=2, urban=False)),
    figure("funding.urban_floor", _("社区主干报酬与城镇居民人均可支配收入之比"), _pay(urban=True), TIMES, "6.3", digits=2,
           rule=Rule(at_least=Fraction(6, 5), urban=True)),
    figure("staffing.per_100_households", _("每百户专职工作人员"),
           Ratio(total("communities", "staff"), total("communities", "households"), 100), PEOPLE, "8.6", digits=2,
           rule=Rule(at_least=1)),
)  # fmt: skip
LETTER = (*PARTS_1_AND_2, *PART_3, *PART_4, *PARTS_5_AND_6)
