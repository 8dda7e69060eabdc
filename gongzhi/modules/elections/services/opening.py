"""Open an election, a by-election, a choice by a meeting; make the kinds of matter."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.bodies.seating import is_village
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services import Given, open_matter
from gongzhi.kernel.matters.services.opening import add_reporter, enlist
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.lib.canonical import Json
from gongzhi.lib.election import Body, Office, by_election
from gongzhi.lib.statutes import NEW
from gongzhi.modules.elections.models import Election
from gongzhi.modules.elections.policies import opener
from gongzhi.modules.elections.selectors.terms import term_of
from gongzhi.modules.elections.vocabulary import CHOSEN_BODIES, GROUP, KINDS, OFFICES, Sort

from .holding import as_resident, must_belong


def prepare(at: datetime) -> int:
    """Make the kinds of matter that this module handles. Safe to repeat."""
    rows = [(GROUP, "选举、补选和罢免", "elections.village")]
    rows += [(code, name, key) for key, (code, name) in KINDS.items()]
    for code, name, procedure in rows:
        given = {"name": name, "procedure": procedure, "place_needed": False}
        Kind.objects.update_or_create(code=code, defaults=given)
    return len(rows)


def law_of(area: str) -> Body:
    return Body.VILLAGE if is_village(area) else Body.RESIDENTS


def procedure_of(body: Body, on: date) -> str:
    """Answer the procedure of an election that begins on a day. Raises Refused where the law says too little."""
    if on >= NEW:
        return f"elections.{body}"
    if body is Body.RESIDENTS:
        raise Refused(
            _(
                "2025年修订前的居民委员会组织法没有规定选举程序，平台不能据此认定结果。请在2026年1月1日以后启动。"
            )
        )
    return "elections.village_2018"


def vacancies(body: Organisation, on: date) -> dict[str, int]:
    """Answer the empty seats of a committee by office."""
    found = {}
    for office, title in OFFICES.items():
        post = body.posts.filter(title=title).first()
        if post:
            free = post.seats - Seat.objects.filter(in_force(on), post=post).count()
            found[office] = max(free, 0)
    return {office: free for office, free in found.items() if free}


@transaction.atomic
def open_election(*, body: Organisation, sort: str, actor: Actor, at: datetime) -> Matter:
    """Open an election of a committee for a new term, or a by-election for its empty seats.

    Raises Refused for who may not, while another one runs, and for a by-election without an empty seat.
    """
    held = Organisation.objects.select_for_update().get(pk=body.pk)
    today = timezone.localdate(at)
    by = _opener(held, actor)
    if held.kind != Organisation.Kind.COMMITTEE:
        raise Refused(_("“{body}”不由选民投票选举产生。").format(body=held.name))
    _alone(held)
    law = law_of(held.area_code)
    free = vacancies(held, today) if sort == Sort.VACANCY else {}
    until = None
    if sort == Sort.VACANCY:
        if not free:
            raise Refused(_("“{body}”现在没有空缺。").format(body=held.name))
        until = _rest_of_term(held, law, today)
    key = procedure_of(law, today)
    given: dict[str, Json] = {"body": held.name, "sort": official(Sort(sort).label)}
    title = f"{held.name}{official(Sort(sort).label)}"
    matter = _opened(key, held.area_code, title, given, by, at)
    Election.objects.create(matter=matter, body=held, sort=sort, law=law, seats=free, until=until)
    enlist(matter)
    return matter


def _rest_of_term(body: Organisation, law: Body, on: date) -> date:
    """Answer the day after the running term. Raises Refused when it is over: then everybody is elected anew."""
    ends = term_of(body, on=on)
    if ends is None:
        raise Refused(_("没有登记本届任期，不能补选。"))
    try:
        return (by_election(law, ends, on).latest or ends) + timedelta(days=1)
    except ValueError:
        raise Refused(_("本届任期已满，应当换届选举。")) from None


def _opener(body: Organisation, actor: Actor) -> ActorSnapshot:
    grant = opener(actor, body.area_code)
    if grant is None:
        raise Refused(_("由村（居）民委员会工作人员或者乡镇（街道）启动选举。"))
    return snapshot_by(actor, grant)


def _alone(body: Organisation) -> None:
    running = Election.objects.filter(body=body, matter__closed_at__isnull=True).exclude(sort=Sort.RECALL)
    if first := running.select_related("matter").first():
        raise Refused(
            _("“{title}”（{number}）正在进行。").format(title=first.matter.title, number=first.matter.number)
        )


def _opened(
    key: str, area: str, title: str, payload: Mapping[str, Json], by: ActorSnapshot, at: datetime
) -> Matter:
    kind = Kind.objects.get(pk=KINDS[key][0])
    given = Given(kind=kind, area_code=area, title=title, channel=Matter.Channel.WEB, payload=payload)
    return open_matter(given=given, by=by, at=at)[0]


@transaction.atomic
def open_choice(*, body: Organisation, actor: Actor, at: datetime) -> Matter:
    """Have a meeting choose the members of a supervision body or a mediation committee."""
    held = Organisation.objects.select_for_update().get(pk=body.pk)
    by = _opener(held, actor)
    if held.kind not in CHOSEN_BODIES:
        raise Refused(_("“{body}”不由会议推选产生。").format(body=held.name))
    _alone(held)
    law = law_of(held.area_code)
    title = f"{held.name}{official(Sort.CHOICE.label)}"
    matter = _opened(f"elections.{law}_choice", held.area_code, title, {"body": held.name}, by, at)
    Election.objects.create(
        matter=matter, body=held, sort=Sort.CHOICE, law=law, seats={Office.MEMBER.value: 0}
    )
    enlist(matter)
    return matter


@transaction.atomic
def ask_recall(
    *, seat: Seat, reason: str, asked_by: str, entitled: int, name: str, actor: Actor, at: datetime
) -> Matter:
    """Ask, with others who sign, that a committee member be recalled. `entitled`: of how many (voters …).

    Raises Refused for a seat that nobody holds today, without reasons, and to whom must_belong refuses.
    """
    today = timezone.localdate(at)
    held = Seat.objects.filter(in_force(today), pk=seat.pk).select_related("post__organisation").first()
    if held is None or held.post.organisation.kind != Organisation.Kind.COMMITTEE:
        raise Refused(_("只能要求罢免在任的村（居）民委员会成员。"))
    body = held.post.organisation
    if not reason.strip() or entitled < 1 or actor.uuid is None:
        raise Refused(_("请写明罢免的理由和有权联名的总人数。"))
    must_belong(actor, body)
    if Election.objects.filter(seat=held, matter__closed_at__isnull=True).exists():
        raise Refused(_("对这名成员已有正在进行的罢免要求，请在那里联名。"))
    law = law_of(body.area_code)
    key = f"elections.{law}_recall"
    title = f"{official(Sort.RECALL.label)}{body.name}{held.post.title}"
    by = as_resident(actor)
    given: dict[str, Json] = {"body": body.name, "reason": reason, "name": held.holder}
    matter = _opened(key, body.area_code, title, given, by, at)
    made = Election.objects.create(
        matter=matter,
        body=body,
        sort=Sort.RECALL,
        law=law,
        way=_way(body),
        seat=held,
        reason=reason.strip(),
        asked_by=asked_by,
        entitled=entitled,
    )
    made.signatures.create(account_id=actor.uuid, name=name.strip()[:60])
    add_reporter(matter, account=actor.account)
    enlist(matter)
    return matter


def _way(body: Organisation) -> str:
    """Answer how the committee was elected: a recall is voted on in the same way."""
    last = body.elections.filter(sort=Sort.TERM, declared_on__isnull=False).order_by("-declared_on").first()
    return last.way if last else "voters"
