"""Why a step may not be taken yet: every reason is found in the tables, none is anybody's word."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import Party, Text
from gongzhi.kernel.matters.models import Matter, Meeting
from gongzhi.kernel.publications.models import Publication
from gongzhi.lib.election import Body, Exclusion, Nominee, Office, Reason, check_slate, may_stand
from gongzhi.lib.majority import asked
from gongzhi.modules.elections.models import Candidate, Election
from gongzhi.modules.elections.vocabulary import ELECTORS, Department, Place, Sort, Stage, Standing

from .rounds import counted, enough, recalled
from .wording import all_said, judged

COMMITTEE = (SeatsOf(Organisation.Kind.ELECTION),)
OFFICE = (Party.RESPONSIBLE, Party.ABOVE)
LED = (Party.SEATED,)
LEAST_MEMBERS = 3  # of an election committee: the law says chair, vice chair and members; a setting


def election_of(matter: Matter) -> Election:
    """Answer the module's row, with the matter that is at hand."""
    found = Election.objects.get(pk=matter.pk)
    found.matter = matter
    return found


def committee_not_named(matter: Matter, at: datetime) -> Text:
    serving = election_of(matter).members.exclude(place=Place.SUBSTITUTE)
    if serving.count() < LEAST_MEMBERS or not serving.filter(place=Place.CHAIR).exists():
        return _("请先登记选举委员会人选：至少{n}人，其中主任一人。").format(n=LEAST_MEMBERS)
    return ""


def no_meeting_called(matter: Matter, at: datetime) -> Text:
    live = matter.meetings.filter(state__in=(Meeting.State.CALLED, Meeting.State.OPEN))
    return _("已经通知了会议，请先开完或取消会议。") if live.exists() else ""


def committee_by_groups(matter: Matter, at: datetime) -> Text:
    return committee_not_named(matter, at) or no_meeting_called(matter, at)


def roll_not_ready(matter: Matter, at: datetime) -> Text:
    """Everybody proposed is decided on, somebody is registered, and the roll is out in time before the day."""
    election = election_of(matter)
    waiting = election.roll.filter(standing=Standing.PROPOSED).count()
    if waiting:
        return _("还有{n}人的登记没有审核。").format(n=waiting)
    if not voters(election):
        if who := ELECTORS.get(election.way):
            return _("请先登记{who}：由他们投票。").format(who=who)
        return _("名单上还没有可以投票的人。")
    return ""


def voters(election: Election) -> int:
    """Answer how many may vote: all registered, or those who vote for a household or as representatives."""
    found = election.roll.filter(standing=Standing.REGISTERED)
    return (found if election.way == "voters" else found.filter(votes=True)).count()


def exclusions(candidate: Candidate) -> frozenset[Exclusion]:
    return frozenset(Exclusion(o.exclusion) for o in candidate.opinions.all() if o.exclusion)


def nominee(candidate: Candidate) -> Nominee:
    """Answer a candidate as the law looks at one."""
    entry = candidate.entry
    return Nominee(
        id=f"c{candidate.pk}",
        office=Office(candidate.office),
        woman=candidate.woman,
        may_be_elected=entry is not None and entry.standing == Standing.REGISTERED,
        party=candidate.party,
        nominators=candidate.backings.filter(entry__standing=Standing.REGISTERED).count(),
        exclusions=exclusions(candidate) if candidate.stage == Stage.EXCLUDED else frozenset(),
    )


def proper(election: Election, candidate: Candidate, at: datetime) -> tuple[Reason, ...]:
    """Answer what is wrong with how somebody was put forward."""
    day = election.voting_on or timezone.localdate(at)
    return may_stand(Body(election.law), nominee(candidate), day).reasons


def slate(election: Election, stages: tuple[Stage, ...], at: datetime) -> str:
    """Answer what is wrong with the candidates together; in a by-election the committee's size is given."""
    day = election.voting_on or timezone.localdate(at)
    found = [c for c in election.candidates.filter(stage__in=stages) if not proper(election, c, at)]
    seats = {Office(office): n for office, n in election.seats.items() if n}
    reasons = check_slate(Body(election.law), seats, [nominee(c) for c in found], day)
    vacancy = {"committee_size", "one_chair", "no_woman_stands"} if election.sort == Sort.VACANCY else set()
    return all_said(r for r in reasons if r.code not in vacancy)


def slate_too_small(matter: Matter, at: datetime) -> Text:
    return slate(election_of(matter), (Stage.ACCEPTED,), at)


def review_open(matter: Matter, at: datetime) -> Text:
    """Every department has spoken on everybody, every request for a second look is answered, enough stand."""
    election = election_of(matter)
    if why := unreviewed(election):
        return why
    return slate(election, (Stage.CLEARED, Stage.ACCEPTED), at)


def unreviewed(election: Election) -> str:
    for candidate in election.candidates.filter(stage__in=(Stage.ACCEPTED, Stage.CLEARED)).order_by("pk"):
        given = set(candidate.opinions.values_list("department", flat=True))
        if missing := [d for d in Department if d.value not in given]:
            names = _("、").join(str(d.label) for d in missing)
            return _("还没有收到{departments}对全部候选人人选的意见。").format(departments=names)
    open_ones = election.candidates.filter(stage=Stage.EXCLUDED, appeal_answer="").exclude(appeal="")
    return _("有候选人人选要求复核，还没有答复。") if open_ones.exists() else ""


def slate_stands(matter: Matter, at: datetime) -> Text:
    return "" if review_open(matter, at) else _("候选人已经足够，不需要重新提名。")


def not_ready_for_vote(matter: Matter, at: datetime) -> Text:
    """Candidates met the voters, and whose votes are entrusted to whom has been published as it stands."""
    election = election_of(matter)
    if election.met_at is None:
        return _("选举委员会还没有组织候选人与选民见面。")
    last = election.proxies.filter(accepted=True).order_by("-at").first()
    shown = matter.publications.filter(kind="elections.proxies").order_by("-published_at").first()
    if last and (shown is None or shown.published_at < last.at):
        return _("委托人和受委托人的名单还没有公布。")
    return ""


def no_new_proxies(matter: Matter, at: datetime) -> Text:
    election = election_of(matter)
    return "" if election.proxies.filter(accepted=True).exists() else _("没有受理过委托投票。")


def not_met_yet(matter: Matter, at: datetime) -> Text:
    election = election_of(matter)
    if election.meets_at is None:
        return _("请先公告见面会的时间和地点。")
    return _("见面会还没有到时间。") if at < election.meets_at else ""


def not_elected(matter: Matter, at: datetime) -> Text:
    """Why the result may not be declared: not valid, or seats to be voted on again."""
    election = election_of(matter)
    found = counted(election)
    if found is None:
        return _("还没有计票。")
    if not found.result.valid:
        return found.said
    return "" if enough(election, found) else _("应选名额没有选满：{why}").format(why=found.said)


def no_runoff(matter: Matter, at: datetime) -> Text:
    """Why there is no further vote: the first was not valid, all seats are filled, or nobody is left to stand."""
    found = counted(election_of(matter))
    if found is None or not found.result.valid:
        return _("选举无效，应当重新投票，不是另行选举。")
    if found.result.complete:
        return _("应选名额已经选满。")
    return "" if any(found.result.again.values()) else _("没有可以列入另行选举的候选人。")


def valid_vote(matter: Matter, at: datetime) -> Text:
    found = counted(election_of(matter))
    return _("选举有效，不能重新投票。") if found is None or found.result.valid else ""


def not_handed_over(matter: Matter, at: datetime) -> Text:
    election = election_of(matter)
    if election.filed_at is None:
        return _("选举结果还没有报乡镇（街道）备案。")
    items = list(election.items.all())
    open_ones = [item for item in items if item.given_at is None or item.taken_at is None]
    if not items:
        return _("移交清单还是空的：印章、账册、资金、资产都要列明。")
    return _("移交清单还有{n}项没有双方确认。").format(n=len(open_ones)) if open_ones else ""


def filed(matter: Matter, at: datetime) -> Text:
    return _("已经备案。") if election_of(matter).filed_at else ""


# --- recall


def asked_by_enough(matter: Matter, at: datetime) -> Text:
    """Why a request for recall cannot be taken up: too few have signed."""
    election = election_of(matter)
    signed = min(election.signatures.count(), election.entitled)
    found = asked(
        f"{election.law}_recall_by_{election.asked_by}",
        on=timezone.localdate(at),
        entitled=election.entitled,
        asking=signed,
    )
    return "" if found.passed else judged(found)


def no_roll(matter: Matter, at: datetime) -> Text:
    return roll_not_ready(matter, at)


def not_recalled(matter: Matter, at: datetime) -> Text:
    found = recalled(election_of(matter))
    return judged(found[2]) if found and not found[2].passed else ""


def is_recalled(matter: Matter, at: datetime) -> Text:
    found = recalled(election_of(matter))
    return judged(found[2]) if found and found[2].passed else ""


# --- choice by a meeting


def nobody_named(matter: Matter, at: datetime) -> Text:
    """The supervision body: nobody of the committee, no near relative; at least one of each is named."""
    election = election_of(matter)
    named = election.candidates.filter(stage__in=(Stage.ACCEPTED, Stage.NOMINATED))
    return "" if named.exists() else _("还没有登记人选。")


def published(matter: Matter, kind: str) -> Publication | None:
    return matter.publications.filter(kind=kind).order_by("-published_at").first()
