"""Two sessions at the same moment: one acts, the other is told that it came too late."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.concluding import conclude
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.deliberation.factories import NOTICE, Village, land, take
from gongzhi.modules.deliberation.services.staging import HOUR
from gongzhi.modules.deliberation.vocabulary import Four as S

from .way import brought_to, running


@pytest.mark.django_db(transaction=True)
def test_of_two_sessions_at_once_one_ends_the_meeting_and_one_publishes() -> None:
    if not connection.features.test_db_allows_multiple_connections:
        pytest.skip("a database in memory has one connection")
    land()
    village = Village()
    matter, at = brought_to(village, S.PROPOSED)
    meeting, given = running(village, matter, at)
    ended = at_once(
        lambda: conclude(
            meeting_id=meeting.pk, minutes="同意。", actor=village.secretary, at=given.starts + HOUR
        )
    )
    assert sorted(ended) == ["Refused", "done"]
    assert Entry.objects.filter(kind="deliberation.consult_carried").count() == 1
    other, at = brought_to(village, S.RESOLVED)
    published = at_once(lambda: take(other, "publish_resolution", village.secretary, at, **NOTICE))
    assert sorted(published) == ["Refused", "done"]
    assert Publication.objects.filter(matter=other).count() == 1


def at_once(deed: Callable[[], object]) -> list[str]:
    """Do it in two connections at the same moment; answer how each ended."""
    outcomes: list[str] = []
    gate = Barrier(2)

    def run() -> None:
        gate.wait()
        try:
            deed()
            outcomes.append("done")
        except Refused as why:
            outcomes.append(type(why).__name__)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _session in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes
