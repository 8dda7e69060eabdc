"""Bring in cases from a file, with their real times and answers: each line wholly or not at all, and only once."""

import csv
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Columns
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Clock, Kind, Matter, Task
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.matters.services.timers import CLOCKWORK
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.record.models import Delivery
from gongzhi.kernel.territory.models import Area
from gongzhi.modules.cases.models import Case, Mapping

from .applying import tell_reporters
from .kinds import KnownKinds
from .messages import Message, Reader, columns_of
from .reading import Line, Unreadable, defused, plain, table
from .reporting import Contact, Report, report

if TYPE_CHECKING:
    from _csv import Writer

OTHER = "990101"
IMPORTED = ActorSnapshot(account="", role=Role.SYSTEM.value, office="文件导入")
TELLING = f"cases.{tell_reporters.__name__}"
LONGEST_SOURCE = 60


@dataclass(slots=True)
class Outcome:
    """Lines read so far; of them made into matters, skipped as known from before, refused."""

    read: int = 0
    made: int = 0
    skipped: int = 0
    refused: int = 0
    refused_file: Path | None = None


def import_messages(
    *,
    path: Path,
    area_code: str,
    at: datetime,
    refused: Path,
    source: str = "",
    columns: Columns[str, str] | None = None,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Make a matter of each line of a CSV or XLSX; write those that cannot be taken to `refused`, with the reason.

    `source` names where the file comes from (default: by its headings). How its columns are read is remembered
    under that name; `columns` (field: heading) says it anew. A message is known by source and number.
    Raises Unreadable (Chinese) for a file that cannot be read; what was made before stays, and is not doubled.
    """
    done = Outcome()
    with table(path) as found, _refusals(refused, found.header) as refuse:
        source = source or _source_of(found.header)
        reader = _reader(found.header, source, columns or {}, area_code, at)
        for line in found.lines:
            done.read += 1
            try:
                made = _take(line, reader, source)
            except (ValueError, Refused) as error:
                done.refused += 1
                done.refused_file = refuse(line, str(error))
            else:
                done.made += made
                done.skipped += not made
            progress(done)
    return done


def _source_of(header: Sequence[str]) -> str:
    """Name a source by its headings, whatever their order and spelling."""
    name = ",".join(sorted({plain(heading) for heading in header} - {""}))
    return name if len(name) <= LONGEST_SOURCE else f"{name[:43]}~{sha256(name.encode()).hexdigest()[:16]}"


def _reader(
    header: Sequence[str], source: str, given: Columns[str, str], area_code: str, at: datetime
) -> Reader:
    stored = Mapping.objects.filter(source=source).first()
    places = columns_of(header, given, stored.columns if stored else {})
    other = Kind.objects.filter(pk=OTHER).first()
    if other is None:
        raise Unreadable(_("还没有事项类别。请先运行：gongzhi setup"))
    left_out = {field: "" for field, name in given.items() if not name}
    named = {field: header[place] for field, place in places.items()}
    Mapping.objects.update_or_create(source=source, defaults={"columns": named | left_out})
    return Reader(columns=places, kinds=KnownKinds(), other=other, area_code=area_code, at=at)


def _take(line: Line, reader: Reader, source: str) -> bool:
    """Make a matter of a line. Answers False where it was made before. Raises for a line that cannot be taken."""
    if line.fault:
        raise ValueError(line.fault)
    message = reader.message(line.cells)
    known = Case.objects.filter(source=source, source_id=message.source_id).first()
    if known is None:
        _bring_in(message, source, reader.at)
    elif known.body != message.body:
        raise ValueError(_("编号“{id}”已经导入过，内容却不同").format(id=message.source_id))
    return known is None


@transaction.atomic
def _bring_in(message: Message, source: str, at: datetime) -> None:
    given = Report(
        kind=message.kind,
        area_code=message.area_code,
        title=message.title,
        body=message.body,
        address=message.address,
        channel=Matter.Channel.IMPORT,
        contact=Contact(name=message.reporter, phone=message.phone),
        source=source,
        source_id=message.source_id,
    )
    try:
        matter, _code = report(given=given, by=IMPORTED, at=message.sent_at)
    except Area.DoesNotExist as error:
        raise ValueError(_("没有区划代码“{code}”").format(code=message.area_code)) from error
    except LookupError as error:
        raise ValueError(_("提出时该地还没有受理机关")) from error
    if message.replied_at:
        _answer(matter, message.reply, message.replied_at)
        _close(matter, at)
    # What happened long ago is told to nobody now.
    Delivery.objects.filter(entry__stream=matter.pk, reaction=TELLING, done_at__isnull=True).update(
        done_at=at
    )


def _answer(matter: Matter, reply: str, at: datetime) -> None:
    """Answer in the name of the responsible body, whose officer of those days the file does not name."""
    task = matter.tasks.get(purpose=Task.Purpose.LEAD, closed_at__isnull=True)
    grant = Grant(Role(task.role), task.area_code, task.body_code)
    actor = Actor(name=IMPORTED.office, grants=(grant,))
    act(matter_id=matter.pk, step="answer_now", values={"answer": reply}, actor=actor, at=at)


def _close(matter: Matter, at: datetime) -> None:
    """Close what nobody rated in time, at the moment when the clockwork would have."""
    rating = matter.clocks.get(rule="rating", state=Clock.State.RUNNING)
    if rating.due_at <= at:
        act(matter_id=matter.pk, step="close_unrated", values={}, actor=CLOCKWORK, at=rating.due_at)


@contextmanager
def _refusals(path: Path, header: Sequence[str]) -> Iterator[Callable[[Line, str], Path]]:
    """Write refused lines with number and reason, safe to open in a spreadsheet; the first one makes the file."""
    with ExitStack() as stack:

        @cache
        def rows() -> "Writer":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            file = path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="")
            made = csv.writer(stack.enter_context(file))
            made.writerow([_("行号"), _("原因"), *map(defused, header)])
            return made

        def refuse(line: Line, reason: str) -> Path:
            rows().writerow([line.number, reason, *map(defused, line.cells)])
            return path

        yield refuse
