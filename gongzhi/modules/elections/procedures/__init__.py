"""The procedures: an election (village in both versions of its law, residents), a recall, a choice by a meeting."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Procedure
from gongzhi.lib.election import Body
from gongzhi.modules.elections.vocabulary import Choosing, Recall, State

from . import forming, recalling, voting
from .forming import record_type
from .laws import MEDIATION, RESIDENTS, VILLAGE, VILLAGE_2018, Laws, limit, terms

OPENED = record_type("opened", _("启动{body}{sort}"))
RECALL_OPENED = record_type("recall_opened", _("联名提出罢免要求"), "reason", "name")
CHOICE_OPENED = record_type("choice_opened", _("推选{body}成员"))


def election(key: str, laws: Laws) -> Procedure:
    groups = (forming.by_groups(laws),) if laws.body is Body.VILLAGE else ()
    return Procedure(
        key=key,
        title=_("村（居）民委员会选举"),
        states=State,
        start=State.FORMING,
        final=frozenset({State.DONE, State.ENDED}),
        opens=OPENED,
        steps=(
            *forming.chosen(laws),
            *groups,
            *forming.planning(laws),
            *forming.roll(laws).steps,
            *voting.nominating(laws),
            *voting.meeting(laws),
            *voting.poll(laws).steps,
            *voting.resulting(laws),
            *voting.handing(laws),
            forming.end(),
        ),
        terms=terms(laws),
        opening_terms=("form",),
        law=laws.all,
        open=True,
    )


def recall(key: str, laws: Laws) -> Procedure:
    return Procedure(
        key=key,
        title=_("罢免村（居）民委员会成员"),
        states=Recall,
        start=Recall.SIGNING,
        final=frozenset({Recall.RECALLED, Recall.KEPT, Recall.ENDED}),
        opens=RECALL_OPENED,
        steps=(*recalling.asking(laws), *recalling.recall_poll(laws).steps, *recalling.judging(laws)),
        terms=(
            limit("sign", _("联名期限"), 60, 120, laws.recall),
            limit("recall", _("组织罢免投票的期限"), 30, 90, laws.recall),
        ),
        opening_terms=("sign",),
        law=(laws.recall, laws.vote),
        open=True,
    )


def choice(key: str, laws: Laws) -> Procedure:
    return Procedure(
        key=key,
        title=_("推选监督、调解组织成员"),
        states=Choosing,
        start=Choosing.NAMING,
        final=frozenset({Choosing.CHOSEN, Choosing.ENDED}),
        opens=CHOICE_OPENED,
        steps=tuple(recalling.choosing(laws)),
        terms=(limit("choose", _("推选期限"), 60, 120, laws.supervised),),
        opening_terms=("choose",),
        law=(laws.supervised, MEDIATION),
        open=True,
    )


LAWS = {
    "elections.village": VILLAGE,
    "elections.residents": RESIDENTS,
    "elections.village_2018": VILLAGE_2018,
}
ELECTIONS = tuple(election(key, laws) for key, laws in LAWS.items())
RECALLS = (recall("elections.village_recall", VILLAGE), recall("elections.residents_recall", RESIDENTS))
CHOICES = (choice("elections.village_choice", VILLAGE), choice("elections.residents_choice", RESIDENTS))
PROCEDURES = (*ELECTIONS, *RECALLS, *CHOICES)
PERIODS = {key: forming.roll(laws) for key, laws in LAWS.items()}
POLLS = {key: voting.poll(laws) for key, laws in LAWS.items()} | {
    procedure.key: recalling.recall_poll(laws)
    for procedure, laws in zip(RECALLS, (VILLAGE, RESIDENTS), strict=True)
}
