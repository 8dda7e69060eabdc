"""What may be done on the pages of an election: the button, what will happen, who sees it, the form, the service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.modules.elections import forms, services
from gongzhi.modules.elections.models import Election
from gongzhi.modules.elections.policies import township
from gongzhi.modules.elections.procedures.guards import COMMITTEE
from gongzhi.modules.elections.services import Named
from gongzhi.modules.elections.vocabulary import Choosing, Recall, State

Run = Callable[[Election, Mapping[str, Any], Actor, datetime], object]
ROLL_OPEN = (State.PLANNING, State.REGISTERING, Recall.SIGNING, Recall.ACCEPTED)
CORRECTABLE = (State.ROLL_CONTESTED, State.NOMINATING, State.REVIEWING, State.ANNOUNCED, State.RUNOFF)
NOMINATES = (State.SHOWING_ROLL, State.ROLL_CONTESTED, State.NOMINATING)
BEFORE = (State.ANNOUNCED, State.RUNOFF, State.PREPARING)


@dataclass(frozen=True, slots=True)
class Deed:
    """`who`: the capacities that see it; the service judges it in full."""

    key: str
    page: str
    verb: str | Promise
    outcome: str | Promise
    who: frozenset[str]
    states: tuple[str, ...]
    form: type[forms.Form]
    run: Run


def capacities(election: Election, actor: Actor) -> frozenset[str]:
    """Answer as what somebody looks at an election: of its committee, of the office, of the township, a person."""
    if actor.uuid is None:
        return frozenset()
    area = election.matter.area_code
    found = {"person"}
    held = seats_of(actor.uuid, area_code=area, on=timezone.localdate())
    if any(COMMITTEE[0].holds(seat) for seat in held):
        found.add("led")
    if any(seat.post.organisation_id == election.body_id for seat in held):
        found.add("new")
    if actor.grant(Role.COMMUNITY_WORKER, area):
        found.add("office")
    if township(actor, area):
        found |= {"office", "township"}
    if election.candidates.filter(account=actor.uuid).exists():
        found.add("candidate")
    return frozenset(found)


def _of(name: str, *, key: str = "matter_id") -> Run:
    """Answer the service of a name, given the form's values as they are; what was chosen, by its key."""
    service = getattr(services, name)

    def run(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
        values = dict(given)
        if key == "matter_id":
            return service(matter_id=election.pk, actor=actor, at=at, **values)
        chosen = values.pop(key.removesuffix("_id"))
        return service(actor=actor, at=at, **{key: chosen.pk}, **values)

    return run


def _register(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    return services.register_self(
        matter_id=election.pk, given=services.Registrant(asks=True, **given), actor=actor, at=at
    )


def _enter(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    return services.enter(matter_id=election.pk, people=given["rows"], actor=actor, at=at)


def _correct(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    values = {"add": given["row"], "remove": given["remove"], "reason": given["reason"]}
    return services.correct_roll(matter_id=election.pk, actor=actor, at=at, **values)


def _nominate(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    return services.nominate(matter_id=election.pk, given=Named(**given), actor=actor, at=at)


def _committee(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    return services.name_committee(matter_id=election.pk, members=given["rows"], actor=actor, at=at)


def _person(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    values = {name: value for name, value in given.items() if name != "username"}
    return services.name_person(
        matter_id=election.pk, account=given["username"], actor=actor, at=at, **values
    )


def _sign(election: Election, given: Mapping[str, Any], actor: Actor, at: datetime) -> object:
    online = not given["paper"]
    return services.sign(matter_id=election.pk, name=given["name"], online=online, actor=actor, at=at)


def _deed(
    key: str,
    page: str,
    verb: Any,
    outcome: Any,
    who: str,
    states: tuple[str, ...],
    form: type[forms.Form],
    run: Run,
) -> Deed:
    return Deed(key, page, verb, outcome, frozenset(who.split()), states, form, run)


DEEDS = (
    _deed(
        *("register", "roll", _("我要登记")),
        _("由选举委员会审核，名单公布时可以查到；不予登记的会写明理由。"),
        *("person", ROLL_OPEN, forms.SelfForm, _register),
    ),
    _deed(
        *("enter", "roll", _("登记选民")),
        _("登记后由选举委员会审核。"),
        *("led office", ROLL_OPEN, forms.EnterForm, _enter),
    ),
    _deed(
        *("propose", "roll", _("从平台居民中提出")),
        _("把平台上实名登记在本村（社区）的居民列入待审名单；没有实名的请手工登记。"),
        *("led office", ROLL_OPEN, forms.NothingForm, _of("propose_residents")),
    ),
    _deed(
        *("settle", "roll", _("审核全部待审登记")),
        _("逐人按法律规定审核；不予登记的写明理由。"),
        *("led office", ROLL_OPEN, forms.NothingForm, _of("settle")),
    ),
    _deed(
        *("correct", "roll", _("更正名单")),
        _("更正和理由随即公开。"),
        *("led office", (*CORRECTABLE, Recall.ACCEPTED), forms.CorrectForm, _correct),
    ),
    _deed(
        *("entrust", "roll", _("受理委托投票")),
        _("不符合法律规定的不予受理，写明理由；受理的名单由选举委员会公布。"),
        *("led", BEFORE, forms.EntrustForm, _of("entrust")),
    ),
    _deed(
        *("nominate", "slate", _("提名候选人")),
        _("由党组织提名，或者由选民联名；本人同意后交部门联审。"),
        *("person", NOMINATES, forms.NominateForm, _nominate),
    ),
    _deed(
        *("back", "slate", _("联名")),
        _("您的联名计入提名人数，不公开。"),
        *("person", NOMINATES, forms.BackForm, _of("back", key="candidate_id")),
    ),
    _deed(
        *("accept", "slate", _("同意参选")),
        _("由被提名人本人确认，或者由选举委员会登记书面同意。"),
        *("candidate led", NOMINATES, forms.AcceptForm, _of("accept", key="candidate_id")),
    ),
    _deed(
        *("withdraw", "slate", _("退出")),
        _("不再参选。"),
        *("candidate led", (*NOMINATES, State.REVIEWING), forms.OneForm, _of("withdraw", key="candidate_id")),
    ),
    _deed(
        *("kin", "slate", _("登记近亲属关系")),
        _("选举委员会成员的近亲属被提名的，该成员退出；两名近亲属不能同时任职。"),
        *("candidate led", (*NOMINATES, State.REVIEWING), forms.KinForm, _of("note_kin", key="candidate_id")),
    ),
    _deed(
        *("opinion", "slate", _("登记联审意见")),
        _("有法律列明情形的，不得作为候选人；理由只告知本人。"),
        *("township", (State.REVIEWING,), forms.OpinionForm, _of("give_opinion", key="candidate_id")),
    ),
    _deed(
        *("appeal", "slate", _("要求复核")),
        _("由有关部门复核并答复您；只能要求一次。"),
        *("candidate", (State.REVIEWING,), forms.AppealForm, _of("appeal", key="candidate_id")),
    ),
    _deed(
        *("answer_appeal", "slate", _("答复复核")),
        _("答复只告知本人。"),
        *("township", (State.REVIEWING,), forms.AppealAnswerForm, _of("answer_appeal", key="candidate_id")),
    ),
    _deed(
        *("ask", "slate", _("向候选人提问")),
        _("问题和回答公开。"),
        *("person", BEFORE, forms.AskForm, _of("ask", key="candidate_id")),
    ),
    _deed(
        *("answer", "slate", _("回答提问")),
        _("由候选人本人回答，或者由选举委员会登记见面会上的回答。"),
        *("candidate led", BEFORE, forms.AnswerForm, _of("answer", key="question_id")),
    ),
    _deed(
        *("annul", "slate", _("认定当选无效")),
        _("该人的职务从次日起终止，理由公开。"),
        *("township", (State.DECLARED, State.DONE), forms.AnnulForm, _of("annul", key="candidate_id")),
    ),
    _deed(
        *("committee", "committee", _("登记选举委员会人选")),
        _("再次登记会替换原来的人选；由会议推选后成立。"),
        *("office", (State.FORMING,), forms.CommitteeForm, _committee),
    ),
    _deed(
        *("resign", "committee", _("退出选举委员会")),
        _("由候补按推选的先后递补，随即公开。"),
        *("led", tuple(State.values[1:-2]), forms.ResignForm, _of("resign", key="member_id")),
    ),
    _deed(
        *("person", "committee", _("登记人选")),
        _("由会议推选。"),
        *("office", (Choosing.NAMING,), forms.PersonForm, _person),
    ),
    _deed(
        *("sign", "committee", _("联名要求罢免")),
        _("姓名不公开，人数公开；达到法定人数后受理。"),
        *("person", (Recall.SIGNING,), forms.SignForm, _sign),
    ),
    _deed(
        *("add", "handover", _("列入移交清单")),
        _("由移交方和接收方逐项确认。"),
        *("led office", (State.DECLARED,), forms.ItemForm, _of("add_item")),
    ),
    _deed(
        *("give", "handover", _("移交方确认")),
        _("确认已经交出。"),
        *("led office", (State.DECLARED,), forms.TickForm, _of("give", key="item_id")),
    ),
    _deed(
        *("take", "handover", _("接收方确认")),
        _("确认已经收到。"),
        *("new", (State.DECLARED,), forms.TickForm, _of("take", key="item_id")),
    ),
)


def deeds_for(election: Election, actor: Actor, page: str) -> list[Deed]:
    mine = capacities(election, actor)
    return [d for d in DEEDS if d.page == page and election.matter.state in d.states and d.who & mine]
