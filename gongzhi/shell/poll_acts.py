"""What whoever runs a poll may do about it: the form of each act, what it does, and when it is offered."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.forms import (
    AgreeForm,
    AppointForm,
    DisputeForm,
    EnterForm,
    MarksForm,
    PollForm,
    SettleForm,
    SheetForm,
    StationForm,
    StrikeForm,
    TextFileForm,
)
from gongzhi.kernel.ballots.key_together import begun
from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.poll_page import BEFORE, CLOSED, OPEN, Seen
from gongzhi.kernel.ballots.selectors import correctable, on_signed_paper
from gongzhi.kernel.ballots.services import (
    counting,
    naming,
    preparing,
    secrecy,
    setting_aside,
    settling,
    striking,
    together,
)
from gongzhi.kernel.ballots.services.counting import SheetGiven
from gongzhi.kernel.people.audience import ActorRequest

Said = dict[str, Any]


def who(request: ActorRequest, poll: Poll) -> Said:
    return {"poll_id": poll.pk, "actor": request.actor, "at": timezone.now()}


def _sheet(poll: Poll, request: ActorRequest, form: Any) -> object:
    said = form.cleaned_data
    counts, blank = form.counted
    plain = {name: said[name] for name in ("issued", "returned", "invalid", "tellers", "reason")}
    given = SheetGiven(counts=counts, blank=blank, **plain)
    return counting.enter_sheet(
        station=said["station"].pk, given=given, photo=said["photo"], **who(request, poll)
    )


def _enter(poll: Poll, request: ActorRequest, form: Any) -> object:
    said = {name: form.cleaned_data[name] for name in ("number", "means", "photo")}
    return naming.enter(answers=form.answers, **said, **who(request, poll))


def _strike(poll: Poll, request: ActorRequest, form: Any) -> object:
    said = form.cleaned_data
    return striking.strike(
        station=said["station"].pk, number=said["number"], agent=said["agent"], **who(request, poll)
    )


# Each act: the form it asks for, what it does, the word of its button, what is said when it is done, and when it is
# offered.
Run = Callable[[Poll, ActorRequest, Any], object]
Act = tuple[type[PollForm], Run, Any, Any, tuple[str, ...]]
ACTS: dict[str, Act] = {
    "appoint": (
        AppointForm,
        lambda p, r, f: preparing.appoint(**f.cleaned_data, **who(r, p)),
        gettext_lazy("指定密钥持有人"),
        gettext_lazy("已指定。请各位持有人登录后打开本次投票的“我的密钥”页。"),
        (BEFORE,),
    ),
    "trustees": (
        TextFileForm,
        lambda p, r, f: together.take_trustees(parameters=f.cleaned_data["file"], **who(r, p)),
        gettext_lazy("提交共同生成的密钥文件"),
        gettext_lazy("已收下共同密钥的公开部分。"),
        (BEFORE,),
    ),
    "credentials": (
        TextFileForm,
        lambda p, r, f: preparing.take_credentials(text=f.cleaned_data["file"], **who(r, p)),
        gettext_lazy("提交投票凭证的公开部分"),
        gettext_lazy("已收下，投票凭证与名册一一对应。"),
        (BEFORE,),
    ),
    "station": (
        StationForm,
        lambda p, r, f: preparing.add_station(**f.cleaned_data, **who(r, p)),
        gettext_lazy("设立投票站或流动票箱"),
        gettext_lazy("已设立。"),
        (BEFORE, OPEN),
    ),
    "strike": (
        StrikeForm,
        _strike,
        gettext_lazy("登记发出纸质选票"),
        gettext_lazy("已登记，此人不能再在线投票。"),
        (OPEN,),
    ),
    "enter": (
        EnterForm,
        _enter,
        gettext_lazy("登记书面表决票"),
        gettext_lazy("已登记。"),
        (OPEN,),
    ),
    "receive": (
        MarksForm,
        lambda p, r, f: striking.receive(text=f.cleaned_data["file"], **who(r, p)),
        gettext_lazy("提交投票站的离线登记文件"),
        gettext_lazy("已收下，冲突（如有）列在下面。"),
        (OPEN, CLOSED),
    ),
    "sheet": (
        SheetForm,
        _sheet,
        gettext_lazy("录入计票单"),
        gettext_lazy("已录入，请另一人核对确认。"),
        (CLOSED,),
    ),
    "seal": (
        PollForm,
        lambda p, r, f: secrecy.seal_board(**who(r, p)),
        gettext_lazy("封存在线选票，开始开票"),
        gettext_lazy("已封存。请密钥持有人开票。"),
        (CLOSED,),
    ),
    "settle": (
        SettleForm,
        lambda p, r, f: settling.settle(**f.cleaned_data, **who(r, p)),
        gettext_lazy("处理冲突"),
        gettext_lazy("处理决定已记录并公开。"),
        (),
    ),
    "dispute": (
        DisputeForm,
        lambda p, r, f: setting_aside.dispute(**f.cleaned_data, **who(r, p)),
        gettext_lazy("书面表决票登记有误"),
        gettext_lazy("已提出，请另一人核对同意；同意以前这张登记仍然计票。"),
        (OPEN, CLOSED),
    ),
    "agree": (
        AgreeForm,
        lambda p, r, f: setting_aside.set_aside(**f.cleaned_data, **who(r, p)),
        gettext_lazy("登记有误，同意不计"),
        gettext_lazy("这张登记不计，本人可以重新表决。"),
        (),
    ),
}
ONLY_SECRET = {"appoint", "trustees", "credentials", "station", "strike", "receive", "sheet", "seal"}
UNLISTED = {"settle", "agree"}  # each stands beside what it is about
AT_STATIONS = {"strike", "receive", "sheet"}


def offered(view: Seen) -> list[str]:
    """Answer what whoever runs the poll may do now."""
    poll = view.poll
    stations = poll.stations.exists()
    found = [act for act, made in ACTS.items() if view.stage in made[4]]
    found = [act for act in found if poll.secret or act not in ONLY_SECRET]
    found = [act for act in found if stations or act not in AT_STATIONS]
    if not poll.threshold or begun(poll):
        found = [act for act in found if act != "trustees"]
    if correctable(poll, timezone.now()):
        found.append("enter")
    if not on_signed_paper(poll).exists():
        found = [act for act in found if act != "dispute"]
    if poll.archives.exists():
        found = [act for act in found if act not in ("seal", "receive", "dispute")]
    return found
