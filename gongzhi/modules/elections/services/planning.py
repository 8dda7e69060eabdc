"""What the election committee publishes: the plan, the roll, the candidates, who votes for whom."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.lib.election import Body, Office, Way, check, ways
from gongzhi.lib.election import plan as days
from gongzhi.lib.statutes import BOUNDS
from gongzhi.modules.elections.models import Candidate, Election
from gongzhi.modules.elections.procedures.rounds import roll_digest
from gongzhi.modules.elections.procedures.wording import all_said
from gongzhi.modules.elections.selectors.roll import on_roll, voters_of
from gongzhi.modules.elections.vocabulary import ELECTORS, OFFICES, WAYS, Sort, Stage

from .declaring import public


def plan(election: Election, values: Mapping[str, Any], *, by: ActorSnapshot, at: datetime) -> None:
    """Fix day, way, seats and stations, and publish them. Raises Refused for what the law of that day does not allow."""
    day = timezone.localdate(values["day"])
    allowed, law = ways(Body(election.law), day)
    if Way(values["way"]) not in allowed:
        raise Refused(_("{law}没有规定这种选举方式。").format(law=law))
    election.way, election.stations = values["way"], values["stations"]
    if election.sort == Sort.TERM:
        election.seats = _seats(election, values, day)
    set_day(election, values["day"], at=at)
    _publish_plan(election, by, at)


def _seats(election: Election, values: Mapping[str, Any], day: date) -> dict[str, int]:
    seats = {
        Office.CHAIR.value: values.get("chair") or 0,
        Office.VICE_CHAIR.value: values.get("vice") or 0,
        Office.MEMBER.value: values.get("others") or 0,
    }
    bounds = BOUNDS[f"{election.law}_committee"].on(day)
    total = sum(seats.values())
    if not bounds.hold(total) or seats[Office.CHAIR.value] != 1:
        raise Refused(
            _("委员会应由{least}至{most}人组成，其中主任一人（{law}）；您填的是{n}人。").format(
                least=bounds.least, most=bounds.most, law=bounds.law, n=total
            )
        )
    return seats


def set_day(election: Election, moment: datetime, *, at: datetime) -> None:
    """Fix the voting day: so late that the roll can be, or was, out in time."""
    day, today = timezone.localdate(moment), timezone.localdate(at)
    if day <= today:
        raise Refused(_("选举日应在今天之后。"))
    shown = election.roll_shown_on or today
    reasons = check(days(Body(election.law), day, calendar(), published=shown), {"voting": day})
    if reasons:
        raise Refused(_("选举日太近：选民名单须在选举日的二十日前公布。{why}").format(why=all_said(reasons)))
    election.voting_on = day


@override(settings.LANGUAGE_CODE)
def _publish_plan(election: Election, by: ActorSnapshot, at: datetime) -> None:
    lines = [
        _("选举日：{day}").format(day=election.voting_on),
        _("选举方式：{way}").format(way=WAYS[election.way]),
        *(f"{OFFICES[o.value]}：{election.seats[o.value]}" for o in Office if election.seats.get(o.value)),
        _("投票站和时间：{stations}").format(stations=election.stations),
    ]
    public(election, "plan", _("{title}方案").format(title=election.matter.title), lines, by=by, at=at)


@override(settings.LANGUAGE_CODE)
def roll_notice(election: Election, step: str, *, at: datetime) -> dict[str, str]:
    """Answer the notice of the roll, for a step that publishes it; {} for others.

    Names hang at the notice board and stand on the roll's page while the election runs; the notice, which stays for
    ever, holds their number and the hash by which that list can be told from any other.
    Raises Refused when it is too late for the day, and for a correction that changes nothing.
    """
    if step not in ("publish_roll", "republish_roll"):
        return {}
    today = timezone.localdate(at)
    entries = list(on_roll(election))
    digest = roll_digest(entries, election.way)
    if step == "publish_roll":
        _in_time(election, today)
        election.roll_shown_on = today
    elif election.matter.publications.filter(kind="elections.roll", text__contains=digest).exists():
        raise Refused(_("申诉成立后名单还没有变化，请先更正名单。"))
    lines = [
        _registered(election, len(entries)),
        _("对名单有异议的，请自公布之日起五日内提出申诉；选举委员会自收到之日起三日内处理并公布结果。"),
        _("名单校验值：{digest}").format(digest=digest),
    ]
    return {"title": _("{title}选民名单").format(title=election.matter.title)[:100], "text": "\n".join(lines)}


def _registered(election: Election, many: int) -> str:
    """Answer how many are on the roll; where households or representatives vote, these are published with it."""
    if election.way not in ELECTORS:
        return _("登记参加选举并可以投票的共{n}人，名单张贴在公告栏，并可在本平台按姓名查阅。").format(n=many)
    words = _(
        "登记参加选举的共{n}人，其中由{who}{m}人投票，名单上逐一标明；名单张贴在公告栏，并可在本平台按姓名查阅。"
    )
    return words.format(n=many, who=ELECTORS[election.way], m=voters_of(election).count())


def _in_time(election: Election, today: date) -> None:
    if election.voting_on is None:
        raise Refused(_("还没有确定选举日。"))
    steps = days(Body(election.law), election.voting_on, calendar(), published=today)
    if reasons := check(steps, {"roll_published": today}):
        raise Refused(_("选民名单须在选举日的二十日前公布，请先改期。{why}").format(why=all_said(reasons)))


def put_on_ballot(election: Election) -> dict[str, list[Candidate]]:
    """Answer the candidates by office, in the order of their names' entry."""
    found: dict[str, list[Candidate]] = {}
    for candidate in election.candidates.filter(stage=Stage.STANDING).order_by("pk"):
        found.setdefault(candidate.office, []).append(candidate)
    return found


@override(settings.LANGUAGE_CODE)
def publish_candidates(election: Election, *, by: ActorSnapshot, at: datetime) -> None:
    """Fix what is voted on in the first vote, and publish who stands."""
    slate = put_on_ballot(election)
    election.ballot = {
        "number": 1,
        "seats": {office: n for office, n in election.seats.items() if n},
        "candidates": {office: [c.pk for c in row] for office, row in slate.items()},
    }
    lines = []
    for office in (o.value for o in Office if o.value in slate):
        lines.append(_("{office}（应选{n}人）").format(office=OFFICES[office], n=election.seats[office]))
        lines += [f"{c.name} {c.portrait}".strip() for c in slate[office]]
    public(
        election, "candidates", _("{title}候选人").format(title=election.matter.title), lines, by=by, at=at
    )


@override(settings.LANGUAGE_CODE)
def publish_proxies(election: Election, *, by: ActorSnapshot, at: datetime) -> None:
    taken = election.proxies.filter(accepted=True).select_related("voter", "agent").order_by("pk")
    lines = [_("{voter}委托{agent}").format(voter=p.voter.name, agent=p.agent.name) for p in taken]
    public(
        election, "proxies", _("{title}委托投票名单").format(title=election.matter.title), lines, by=by, at=at
    )
