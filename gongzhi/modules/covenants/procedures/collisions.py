"""Where a clause may collide with the law: pure questions over a text.

A hint points at words; it is no verdict. Whoever drafts changes the clause, or writes why it may stand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Text
from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import civil_code, residents, village

LONGEST = 2000  # characters of a clause that are looked at


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern`: the words that call for a second look; not where `unless` is found in the same sentence."""

    key: str
    title: Text
    pattern: str
    why: Text
    law: Cite | None = None  # None: the article on covenants of the place's own law
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """A rule that fits a clause: `words` is what it stumbled over, `digest` the clause as it stood."""

    rule: Rule
    words: str
    digest: str
    law: Cite


def _cite(title: str, article: str, *since: int) -> Cite:
    return Cite(title, article, date(*since))


DENIES = "不得|不予|不能|不准|禁止|取消|停止|停发|扣除|扣发|扣减|剥夺|丧失|不再享受|无权|不享受|收回"
MEANT_WELL = "不得以|不得因|依法|保障|保护|任何(组织|单位|个人|人)(和个人)?不得"

RULES: tuple[Rule, ...] = (
    Rule(
        "fines",
        _("罚款"),
        r"罚款|处以?罚金|罚[0-9０-９一二三四五六七八九十百千两]+元|(缴纳|交纳|收取|缴|交)违约金|处[^，。；]{0,12}元的?处罚",
        _("罚款是行政处罚，村（居）民自治组织没有这项权力。可以改为批评教育、公益劳动（自愿）或者取消评优。"),
        unless=r"(不得|不能|不|禁止)(设|设定|设立|收取)?(任何)?罚款|公安|行政机关|依法(处以)?罚款",
    ),
    Rule(
        "confiscation",
        _("没收、扣押财物"),
        r"没收|扣押|扣留|(砸毁|拆除|拉走|牵走|强拆)",
        _("财产权利受法律平等保护，村规民约、居民公约不能规定没收、扣押或者强拆。"),
        civil_code("一百一十三条"),
        unless=r"不得|禁止[^，。；]{0,6}(没收|扣押|扣留)|依法|自行拆除|居民身份证|身份证",
    ),
    Rule(
        "liberty",
        _("限制人身自由、搜查"),
        r"关押|禁闭|软禁|限制[^，。；]{0,6}(人身)?自由|不得(离开|外出|出村)|(捆绑|游街|示众|罚跪)|搜(查|身)",
        _("非法限制人身自由、搜查身体、侵入住宅是违反治安管理的行为。"),
        _cite("治安管理处罚法", "四十七条", 2026, 1, 1),
        unless=r"(不得|禁止|严禁)[^，。；]{0,10}(关押|禁闭|软禁|限制|搜查|搜身|捆绑)|公安机关",
    ),
    Rule(
        "married_out",
        _("外嫁女、离婚丧偶妇女的权益"),
        rf"(外嫁女?|出嫁女?|嫁出|离婚|丧偶|入赘|上门女婿|招婿|改嫁)[^。；]{{0,24}}({DENIES}|户口?迁出|迁出户口?|交回)",
        _("不得以妇女未婚、结婚、离婚、丧偶、户无男性等为由，侵害妇女在农村集体经济组织中的各项权益。"),
        _cite("农村集体经济组织法", "八条", 2025, 5, 1),
        unless=MEANT_WELL,
    ),
    Rule(
        "membership",
        _("取消集体成员身份"),
        r"(取消|剥夺|丧失|不再(具有|享有)|开除)[^，。；]{0,12}(成员|村民)(身份|资格|待遇)|开除村籍",
        _("成员身份的取得和丧失由法律规定，务工、上学、服役、结婚、离婚等不是丧失的理由。"),
        _cite("农村集体经济组织法", "十八条", 2025, 5, 1),
        unless=MEANT_WELL,
    ),
    Rule(
        "contracted_land",
        _("收回、调整承包地"),
        r"(收回|没收|调整|扣减|减少|取消)[^，。；]{0,12}(承包地|责任田|责任地|承包田|口粮田|承包经营权|土地)",
        _("承包期内发包人不得收回承包地；法律另有规定的，依照其规定。"),
        civil_code("三百三十七条"),
        unless=r"不得|依法|自愿",
    ),
    Rule(
        "dividends",
        _("扣发集体收益、补偿款"),
        rf"({DENIES})[^，。；]{{0,12}}(分红|分配款|集体收益|征地补偿|补偿款|股份|股金)"
        rf"|(分红|分配款|集体收益|征地补偿|补偿款)[^，。；]{{0,8}}(不予|扣|停发|取消)",
        _("集体成员的收益分配权受法律保护，侵害它的决定可以由人民法院撤销。"),
        civil_code("二百六十五条"),
        unless=MEANT_WELL,
    ),
    Rule(
        "allowances",
        _("取消低保、救助、补贴"),
        rf"({DENIES})[^。；]{{0,16}}(低保|最低生活保障|救助|补贴|养老金|医保|惠农|优抚|社会保险)"
        r"|(低保|救助|补贴|惠农政策)[^，。；]{0,8}(不予|停发|取消|扣)",
        _("低保的增发、减发、停发由县级民政部门按家庭收入状况决定，不能拿来作处罚。"),
        _cite("社会救助暂行办法", "十三条", 2014, 5, 1),
        unless=MEANT_WELL,
    ),
    Rule(
        "services",
        _("拒办手续、停水停电"),
        r"不(予|得|给|再)?[^，。；]{0,6}(办理|出具|开具|盖章|审批)[^，。；]{0,10}(证明|手续|户口|申请|审批|盖章|事项)?"
        r"|(停止|不予|拒绝|停)(供)?(水|电|气)|停水|停电|断水|断电|暂停[^，。；]{0,8}服务",
        _("为群众办事是村（居）委会的职责，不能以拒绝办理、停水停电作为处罚。"),
        unless=r"不得(停水|停电|断水|断电|拒绝)|(计划|检修)停|不得(推诿|拒绝)|不办理?(酒席|宴席|婚宴|升学宴)|不予?办理(酒席|宴席)",
    ),
    Rule(
        "bride_price",
        _("彩礼"),
        r"彩礼[^。；]{0,16}(不得低于|不少于|至少|必须(给|付|交)|没收|上交|上缴|充公|退还双倍)|(超出|超过)部分[^，。；]{0,8}(没收|上交|上缴|充公|归)",
        _("倡导低彩礼可以，规定最低彩礼或者收走彩礼不行：它违背公序良俗、侵犯财产权利。"),
    ),
    Rule(
        "remarriage",
        _("干涉婚姻自由"),
        r"(寡妇|老人|老年人|丧偶)[^，。；]{0,8}(不得|不准|不许|禁止)[^，。；]{0,4}(再婚|改嫁|结婚)"
        r"|(不得|不准|不许|禁止)[^，。；]{0,8}(与|同|和)[^，。；]{0,10}(通婚|结婚|成婚)",
        _("自然人享有婚姻自主权。"),
        civil_code("一百一十条"),
        unless=r"(不得|禁止)(干涉|阻挠|妨碍)|近亲|未达到?法定",
    ),
    Rule(
        "inheritance",
        _("限制继承"),
        r"(女儿|外嫁|出嫁|妇女|继子女|养子女)[^。；]{0,10}(不得|不能|无权|不)(参与)?继承|(取消|剥夺)[^，。；]{0,6}继承权",
        _("自然人依法享有继承权。"),
        civil_code("一百二十四条"),
        unless=MEANT_WELL,
    ),
    Rule(
        "violence_inside",
        _("家庭暴力私了"),
        r"(家庭暴力|家暴|打老婆|打孩子)[^。；]{0,20}(私了|不得报警|不准报警|不许报警|不得外传|内部解决|不得报案)|(管教|教训)(妻子|老婆|媳妇)",
        _("国家禁止任何形式的家庭暴力；受害人可以投诉、求助，也可以报案或者起诉。"),
        _cite("反家庭暴力法", "十三条", 2016, 3, 1),
    ),
    Rule(
        "no_petition",
        _("禁止反映问题"),
        r"(不得|不准|不许|禁止|严禁)[^，。；]{0,8}(上访|信访|举报|控告|投诉)",
        _("任何组织和个人不得打击报复信访人；公民有依法反映问题的权利。"),
        _cite("信访工作条例", "十八条", 2022, 5, 1),
        unless=r"(不得|禁止|严禁)(打击报复|压制|阻拦|诬告)|非法|扰乱|诬告",
    ),
    Rule(
        "no_court",
        _("禁止起诉、强制调解"),
        r"(不得|不准|不许|禁止)[^，。；]{0,8}(起诉|诉讼|打官司|报警|报案|仲裁)|(未经|没有)[^，。；]{0,8}调解[^。；]{0,10}不得|必须(先)?[^，。；]{0,6}调解后?(方|才)(可|能)",
        _("不得因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利。"),
        _cite("人民调解法", "三条", 2011, 1, 1),
        unless=r"不得(阻止|阻挠|妨碍)|家庭暴力|家暴",
    ),
    Rule(
        "forced_money",
        _("强制捐款、摊派"),
        r"(每户|每人|各户|村民|居民|住户)[^。；]{0,12}(必须|应当|一律|须|强制)[^，。；]{0,10}(捐|集资|出资|交纳|缴纳|缴费|交费)|摊派|强制捐",
        _("捐赠和筹资出于自愿，不得摊派；本村公益事业筹资筹劳须由村民会议按程序决定。"),
        _cite("慈善法", "三十二条", 2024, 9, 5),
        unless=r"自愿|(不得|禁止|严禁)(变相)?(摊派|强制)|水费|电费|物业费|保险费|依法(缴纳|纳税)|税",
    ),
    Rule(
        "forced_labour",
        _("强制劳动、强制志愿服务"),
        r"罚[^，。；]{0,8}(义务工|劳动|出工|清扫|扫地|打扫)|(必须|强制|一律)[^，。；]{0,12}(义务工|义务劳动|志愿服务|出工|公益劳动)",
        _("志愿服务出于自愿，任何组织和个人不得强行指派。"),
        _cite("志愿服务条例", "二十五条", 2017, 12, 1),
        unless=r"自愿|(不得|禁止)强(制|行)",
    ),
    Rule(
        "shaming",
        _("公开个人信息、点名曝光"),
        r"(黑榜|曝光|点名(批评|通报)|公开(点名|姓名|照片|家庭)|张贴[^，。；]{0,8}(姓名|照片|名单)|红黑榜|大喇叭通报)",
        _("未经本人单独同意，不得公开其个人信息；可以改为只公布事由和件数。"),
        _cite("个人信息保护法", "二十五条", 2021, 11, 1),
        unless=r"(不得|不|禁止)(公开|点名|曝光)|本人(书面|单独)?同意",
    ),
    Rule(
        "kin",
        _("株连家人、子女"),
        rf"(子女|家属|家人|全家|家庭成员|亲属)[^。；]{{0,14}}({DENIES})[^，。；]{{0,12}}(入学|上学|参军|入党|入伍|评优|升学|政审|享受|申请)"
        r"|(子女|家属|全家)[^，。；]{0,6}(连带|株连|一并)",
        _("未成年人不因父母的情况受到歧视；一人的行为不能由家人承担。"),
        _cite("未成年人保护法", "三条", 2021, 6, 1),
        unless=MEANT_WELL,
    ),
    Rule(
        "voting",
        _("剥夺选举权、表决权"),
        rf"({DENIES}|暂停)[^，。；]{{0,14}}(选举权|被选举权|表决权|投票|参加选举|选民资格)",
        _("年满十八周岁的村（居）民都有选举权和被选举权，依照法律被剥夺政治权利的人除外。"),
        unless=rf"{MEANT_WELL}|剥夺政治权利",
    ),
    Rule(
        "outsiders",
        _("歧视外来人员、租户"),
        r"(外来人员|外地人|外来户|租户|租客|流动人口|非本村)[^。；]{0,16}(不得|不予|禁止|不准|加收|另行收费|不享受)",
        _("民事主体的法律地位一律平等；因身份而区别对待的，要有法律依据。"),
        civil_code("四条"),
        unless=rf"{MEANT_WELL}|与[^，。；]{{0,8}}同等",
    ),
    Rule(
        "faith",
        _("民族、宗教、性别、疾病歧视"),
        rf"(信教|宗教|少数民族|残疾人?|精神病|艾滋病|刑满释放|女性|妇女|女孩)[^。；]{{0,12}}({DENIES})",
        _("自然人的民事权利能力一律平等，人格尊严受法律保护。"),
        civil_code("十四条"),
        unless=rf"{MEANT_WELL}|侵犯|侵害|歧视|虐待|欺负",
    ),
    Rule(
        "identity",
        _("扣押证件"),
        r"(扣押|扣留|收缴|没收|代管)[^，。；]{0,8}(身份证|户口簿|户口本|证件|驾驶证|银行卡|社保卡)"
        r"|(身份证|户口簿|户口本|银行卡|社保卡)[^，。；]{0,8}(扣押|扣留|收缴|没收|代管)",
        _("任何组织或者个人不得扣押居民身份证。"),
        _cite("居民身份证法", "十五条", 2004, 1, 1),
        unless=r"(不得|禁止|严禁)(扣押|扣留|收缴)",
    ),
    Rule(
        "deposit",
        _("押金、保证金"),
        r"(收取|缴纳|交纳|预交|缴|交)[^，。；]{0,10}(保证金|押金|抵押金|诚信金)",
        _("以保证金、押金担保遵守公约，等于变相罚款，侵犯财产权利。"),
        unless=r"(不得|禁止)[^，。；]{0,6}(收取|缴纳|交纳)|租",
    ),
    Rule(
        "elderly_duty",
        _("免除赡养义务"),
        r"(放弃继承|分家|出嫁|外嫁|改嫁|再婚)[^。；]{0,14}(不(再)?(承担|负担|用|必|需)|免除|可以不)[^，。；]{0,6}(赡养|养老)",
        _("赡养人不得以放弃继承权或者其他理由，拒绝履行赡养义务。"),
        _cite("老年人权益保障法", "十九条", 2013, 7, 1),
        unless=r"不得(以|因)|不(能)?免除",
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}
_PATTERNS = {r.key: (re.compile(r.pattern), re.compile(r.unless) if r.unless else None) for r in RULES}
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


def digest_of(text: str) -> str:
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def hints(text: str, *, rural: bool) -> list[Hint]:
    """Answer what of the law a clause may collide with, each rule once, in the order of RULES."""
    sentences = _SENTENCE.findall(text[:LONGEST])
    covenants = (village if rural else residents)("三十一条")
    digest = digest_of(text)
    return [
        Hint(rule, words, digest, rule.law or covenants)
        for rule in RULES
        if (words := next(_found(rule.key, sentences), ""))
    ]


def _found(key: str, sentences: Iterable[str]) -> Iterator[str]:
    pattern, unless = _PATTERNS[key]
    for sentence in sentences:
        found = pattern.search(sentence)
        if found and not (unless and unless.search(sentence)):
            yield found[0]
