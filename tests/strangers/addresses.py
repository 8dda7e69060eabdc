"""Every address that names something, for what lies in the strangers' district: a few of each page."""

from collections.abc import Iterable
from itertools import islice, product
from typing import Any

from django.urls import reverse

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.indicators.declarations import INDICATORS
from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.models import Attachment, Matter, Meeting, Message
from gongzhi.kernel.publications.models import Objection, Obligation, Publication, PublicationFile
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.territory.selectors import areas
from gongzhi.modules.covenants.models import Deed
from gongzhi.modules.elections.models import Candidate
from gongzhi.modules.elections.views.table import DEEDS as ELECTION_DEEDS
from gongzhi.modules.grids.views import DEEDS as GRID_DEEDS
from gongzhi.modules.honours.models import DistrictList, Honour
from gongzhi.modules.honours.views.listing import DEEDS as HONOUR_DEEDS
from gongzhi.modules.offices.views import DEEDS as OFFICE_DEEDS
from gongzhi.modules.owners.models import SealUse, Unit
from gongzhi.modules.owners.views.acts import BY_KEY
from gongzhi.modules.proposals.models import Reply
from gongzhi.modules.registers.models import Import, Row
from gongzhi.shell.management.commands.demo import PLACES
from gongzhi.shell.meeting_views import ACTS as MEETING_ACTS
from gongzhi.shell.poll_acts import ACTS as POLL_ACTS
from gongzhi.shell.tests.test_urls import OURS, Page

MOST = 3
MANY = 40
AREAS = (PLACES["community"], PLACES["village"])
Named = list[dict[str, Any]]


def addresses() -> dict[str, list[str]]:
    """Answer addresses by the name of their page; pages without arguments have one, with the district asked for."""
    known = {**_shell(), **_of_matters(), **_polls(), **_owners(), **_others()}
    found: dict[str, list[str]] = {}
    for page in OURS:
        if page.arguments:
            many = MANY if "do" in page.name.split("_") or page.name.endswith((":do", ":step")) else MOST
            found[page.name] = [
                reverse(page.name, kwargs=kwargs) for kwargs in islice(_of(page, known), many)
            ]
        else:
            found[page.name] = [f"{reverse(page.name)}?area={PLACES['community']}"]
    return found


def _of(page: Page, known: dict[str, Named]) -> list[dict[str, Any]]:
    if page.name in known:
        return known[page.name]
    space = page.name.partition(":")[0]
    by_argument = known.get(space, []) + known[""]
    return [row for row in by_argument if set(row) == set(page.arguments)]


def keys(deeds: Iterable[Any]) -> list[str]:
    return [deed.key for deed in deeds]


def _numbers(*procedures: str) -> list[str]:
    found = Matter.objects.order_by("-opened_at")
    return [m.number for m in found if m.procedure.startswith(procedures)]


def _of_matters() -> dict[str, Named]:
    """Each module's matters, under its own name."""
    spaces = {key.partition(".")[0] for key in PROCEDURES}
    found: dict[str, Named] = {s: [{"number": n} for n in _numbers(f"{s}.")] for s in spaces}
    found["proposals:reply"] = [{"number": n, "round": 1} for n in _numbers("proposals.")]
    forms = product(_numbers("proposals."), ("docx", "pdf"))
    found["proposals:todays_paper"] = [{"number": n, "form": form} for n, form in forms]
    replies = list(Reply.objects.values_list("proposal__matter__number", "round"))
    found["proposals:signed_paper"] = [{"number": n, "round": r, "form": "docx"} for n, r in replies]
    found["covenants:judge"] = [
        {"number": d.covenant.matter.number, "deed": d.pk}
        for d in Deed.objects.select_related("covenant__matter")
    ]
    found["covenants:do"] = [{"number": n, "key": "report"} for n in _numbers("covenants.")]
    found["elections:do"] = [
        {"number": n, "key": k} for n in _numbers("elections.") for k in keys(ELECTION_DEEDS)
    ]
    candidates = Candidate.objects.select_related("election__matter")[:MOST]
    found["elections:photo"] = [{"number": c.election.matter.number, "pk": c.pk} for c in candidates]
    return found


def _shell() -> dict[str, Named]:
    matters = list(Matter.objects.order_by("procedure", "-opened_at"))
    one_each = list({m.procedure: m for m in matters}.values())
    steps = [(m.number, s.key) for m in one_each for s in PROCEDURES[m.procedure].steps]
    decisions = [
        (m.number, s.key)
        for m in one_each
        for s in PROCEDURES[m.procedure].steps
        if getattr(s, "decision", None)
    ]
    files = Attachment.objects.select_related("matter")[:MANY]
    meetings = list(Meeting.objects.all()[:MOST])
    return {
        "shell": [{"number": m.number} for m in one_each],
        "shell:matter": [{"number": m.number} for m in one_each],
        "shell:open_matter": [{"number": m.number} for m in one_each],
        "shell:step": [{"number": n, "key": key} for n, key in steps[:: max(1, len(steps) // MANY)]],
        "shell:file": [{"number": f.matter.number, "sha256": f.sha256} for f in files],
        "shell:certificate": [{"number": m.number, "form": "json"} for m in one_each],
        "shell:call_meeting": [{"number": n, "decision": key} for n, key in decisions],
        "shell:objection": [
            {"number": o.matter.number, "pk": o.pk} for o in Objection.objects.exclude(matter=None)
        ],
        "shell:meeting": [{"pk": m.pk} for m in meetings],
        "shell:meeting_live": [{"pk": m.pk} for m in meetings],
        "shell:meeting_room": [{"pk": m.pk} for m in meetings],
        "shell:meeting_do": [{"pk": m.pk, "act": act} for act in MEETING_ACTS for m in meetings[:2]],
        "shell:message": [{"pk": pk} for pk in Message.objects.values_list("pk", flat=True)],
        **_notices(),
        **_figures(),
    }


def _notices() -> dict[str, Named]:
    notices = list(Publication.objects.order_by("-published_at")[:MOST])
    return {
        "shell:notice": [{"pk": n.pk} for n in notices],
        "shell:notice_certificate": [{"pk": n.pk, "form": "json"} for n in notices],
        "shell:notice_do": [
            {"pk": n.pk, "act": act} for n in notices for act in ("ask", "object", "sign", "answer")
        ],
        "shell:notice_file": [
            {"pk": f.publication_id, "sha256": f.sha256} for f in PublicationFile.objects.all()[:MOST]
        ],
    }


def _figures() -> dict[str, Named]:
    return {
        "shell:export": [{"form": "csv"}],
        "shell:procedure": [{"key": next(iter(PROCEDURES))}],
        "shell:bpmn": [{"key": next(iter(PROCEDURES))}],
        "shell:proof": [{"digest": e.hash} for e in Entry.objects.all()[:MOST]],
        "shell:proof_file": [{"digest": e.hash} for e in Entry.objects.all()[:1]],
        "shell:figures_export": [{"form": "csv"}],
        "shell:data_file": [
            {"dataset": key, "form": "csv"} for key in ("answers", "meetings", "publications")
        ],
        "shell:data_dictionary": [{"dataset": "areas"}],
        "shell:calendar": [{"secret": "x"}],
        **{
            f"shell:{page}": [{"key": next(iter(INDICATORS))}]
            for page in ("figure", "figure_records", "figure_sign")
        },
    }


def _polls() -> dict[str, Named]:
    polls = list(Poll.objects.order_by("-secret")[:2])
    pages = ("", "_hall", "_vote", "_keys", "_election", "_desk", "_roll", "_booth", "_unvoted")
    return {
        **{f"shell:poll{page}": [{"pk": p.pk} for p in polls] for page in pages},
        "shell:poll_tally": [{"pk": p.pk, "scheme": next(iter(p.schemes), "x")} for p in polls],
        "shell:poll_archive": [{"pk": p.pk, "scheme": next(iter(p.schemes), "x")} for p in polls],
        "shell:poll_do": [{"pk": p.pk, "act": act} for act in POLL_ACTS for p in polls],
        "owners:participation": [{"poll": p.pk} for p in polls],
        "owners:remind": [{"poll": p.pk} for p in polls],
    }


def _owners() -> dict[str, Named]:
    units = list(Unit.objects.all()[:2])
    estate = units[0].estate_id
    uses = list(SealUse.objects.values_list("pk", flat=True))
    return {
        "owners": [{"estate": estate}, *({"area": code} for code in AREAS)],
        "owners:unit": [{"estate": estate, "pk": u.pk} for u in units],
        "owners:seal_photo": [{"estate": estate, "pk": pk} for pk in uses],
        "owners:do": [{"estate": estate, "key": key, "pk": pk} for key in BY_KEY for pk in (units[0].pk,)],
    }


def _others() -> dict[str, Named]:
    publications = Publication.objects.order_by("-published_at").values_list("pk", flat=True)
    obligations = Obligation.objects.filter(area_code__in=AREAS).values_list("pk", flat=True)
    grids = list(areas(under=PLACES["community"], length=15).values_list("code", flat=True))
    rows = list({row.register: row for row in Row.objects.all()}.values())
    bodies = Organisation.objects.filter(area_code__in=AREAS).values_list("code", flat=True)
    return {
        "": [{"area": code} for code in AREAS],
        "disclosure": [{"pk": pk} for pk in publications],
        "disclosure:publish": [{"pk": pk} for pk in obligations],
        "disclosure:verify": [{"pk": 1}],
        "disclosure:export": [{"form": "csv"}],
        "grids": [{"code": code} for code in grids],
        "grids:cut": [{"community": code} for code in AREAS],
        "grids:do": [{"code": code, "key": key} for code in grids for key in keys(GRID_DEEDS)],
        "offices": [{"code": code} for code in bodies],
        "offices:do": [{"code": c, "key": key} for c in bodies for key in keys(OFFICE_DEEDS)],
        "registers:rows": [{"key": row.register} for row in rows[::6]],
        "registers:new": [{"key": row.register} for row in rows],
        "registers:import": [{"key": row.register} for row in rows],
        "registers:template": [{"key": row.register} for row in rows[:1]],
        "registers:dictionary": [{"key": row.register} for row in rows[:1]],
        "registers:export": [{"key": row.register, "form": "csv"} for row in rows],
        "registers:row": [{"key": row.pk} for row in rows],
        "registers:do": [
            {"key": row.pk, "deed": deed} for row in rows[:5] for deed in ("change", "end", "void")
        ],
        "registers:undo": [{"key": pk} for pk in Import.objects.values_list("pk", flat=True)],
        **_honours(),
    }


def _honours() -> dict[str, Named]:
    lists = DistrictList.objects.select_related("programme__matter")
    held = [{"number": d.programme.matter.number, "district": d.district} for d in lists]
    codes = [{"code": code} for code in Honour.objects.values_list("code", flat=True)[:1]]
    return {
        **{f"honours:{page}": held for page in ("listing", "sheet")},
        "honours:do": [{**row, "key": key} for row in held for key in keys(HONOUR_DEEDS)],
        **{f"honours:{page}": codes for page in ("certificate", "paper", "revoke")},
    }
