"""Before the deliberation: its form, time and place; who is invited; what people say beforehand."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Field, Party, Step, Text, Widget
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.publications.publicity import NAMED
from gongzhi.modules.deliberation.models import Statement
from gongzhi.modules.deliberation.vocabulary import Form
from gongzhi.modules.deliberation.vocabulary import Talk as S

from .rules import REASON, Law, office, record_type

WHEN = Field(name="starts", label=_("协商时间"), widget=Widget.MOMENT)
WHERE = Field(name="place", label=_("地点"), widget=Widget.LINE, most=100)
PEOPLE = _("每行一人：姓名，空格，身份。例如：张三 3栋居民代表")
OPINION = Field(name="opinion", label=_("意见和理由"), most=2000)


def nothing_doubtful(matter: Matter, at: datetime) -> Text:
    doubtful = Statement.objects.filter(matter=matter, same_as__isnull=False, checked=False)
    return "" if doubtful.exists() else gettext("没有需要核对的重复意见。")


def preparing(law: Law) -> tuple[Step, ...]:
    return (
        office(
            key="choose_form",
            verb=_("确定协商形式"),
            awaited=_("待组织协商"),
            outcome=_("公布形式、时间和地点，请大家发表意见。"),
            sources=(S.ACCEPTED,),
            target=S.PREPARING,
            hands_in=(
                Field(name="form", label=_("协商形式"), widget=Widget.CHOICE, choices=tuple(Form.choices)),
                WHEN,
                WHERE,
            ),
            law=law.deliberated,
            records=record_type("form_chosen", _("定于{starts}在{place}协商")),
        ),
        office(
            key="reschedule",
            verb=_("改期"),
            outcome=_("公布新的时间和地点，已邀请的人和已发表的意见保留。"),
            sources=(S.PREPARING,),
            hands_in=(WHEN, WHERE, REASON),
            law=law.deliberated,
            records=record_type("rescheduled", _("改为{starts}在{place}协商：{reason}")),
        ),
        office(
            key="invite",
            verb=_("邀请参加"),
            outcome=_("列入参加名单；在本村（社区）有任职或登记的人会收到通知。"),
            sources=(S.PREPARING,),
            hands_in=(Field(name="people", label=_("邀请哪些人"), help=PEOPLE, most=2000),),
            law=law.deliberated,
            records=record_type("invited", _("邀请有关人员参加协商"), "people"),
        ),
        *stating(law),
        *checking(),
    )


def stating(law: Law) -> tuple[Step, ...]:
    return (
        Step(
            key="speak",
            verb=_("发表意见"),
            outcome=_("列入协商意见，每人一条；再次提交即替换原来的意见。"),
            sources=(S.ACCEPTED, S.PREPARING),
            by=(Party.ANYONE,),
            hands_in=(OPINION, NAMED),
            law=law.deliberated,
            records=record_type("stated", _("会前发表意见"), "opinion"),
        ),
        office(
            key="enter_statement",
            verb=_("录入纸质意见"),
            outcome=_("与网上意见列在同一份名单里，每人一条；同名的会提示核对。"),
            sources=(S.ACCEPTED, S.PREPARING),
            hands_in=(
                Field(name="name", label=_("姓名"), widget=Widget.LINE, most=60),
                Field(name="home", label=_("住址（如3栋2单元）"), widget=Widget.LINE, most=60),
                OPINION,
                Field(name="files", label=_("意见原件照片"), widget=Widget.FILES),
            ),
            law=law.deliberated,
            records=record_type(
                "statement_entered", _("录入一份纸质意见，附原件"), "name", "home", "opinion"
            ),
        ),
    )


def checking() -> tuple[Step, ...]:
    return (
        office(
            key="check_twin",
            verb=_("核对重复意见"),
            outcome=_("是同一人的只计一人，不是的各计一人。"),
            sources=(S.ACCEPTED, S.PREPARING, S.HELD),
            hands_in=(
                Field(name="number", label=_("第几条意见"), widget=Widget.NUMBER, most=9999),
                Field(name="same", label=_("与提示的那一条是同一人"), widget=Widget.TICK, required=False),
            ),
            guard=nothing_doubtful,
            records=record_type("twin_checked", _("核对第{number}条意见是否重复")),
        ),
    )
