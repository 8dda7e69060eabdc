"""The demo's rounds: one finished with exactly the letter's numbers, one that runs."""

from datetime import datetime

import pytest
from django.utils import timezone

from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.honours import services
from gongzhi.modules.honours.models import Honour, Programme
from gongzhi.modules.honours.vocabulary import Nominee, Round, Stage

# The holidays of October lie in the days on which the lists are shown: those days are workdays.
AT = datetime(2026, 11, 26, 1, 40, tzinfo=timezone.get_fixed_timezone(480))


@pytest.mark.django_db
def test_the_letters_round_is_finished_with_50_organisations_and_100_workers():
    load_areas(at=AT)
    load_calendar(at=AT)
    found_offices(at=AT.date())
    services.prepare(AT)
    assert services.demonstrate(AT)
    states = Programme.objects.order_by("matter__opened_at").values_list("matter__state", flat=True)
    assert list(states) == [Round.HONOURED, Round.NOMINATING]
    honoured = Honour.objects.values_list("nomination__category__nominee", flat=True)
    assert list(honoured).count(Nominee.ORGANISATION) == 50
    assert list(honoured).count(Nominee.PERSON) == 100
    first = Programme.objects.order_by("matter__opened_at")[0]
    assert first.lists.count() == 38
    assert first.lists.filter(nominations__stage=Stage.STRUCK).count() == 1
    assert not first.lists.filter(matter__closed_at__isnull=True).exists()
    assert not Programme.objects.filter(matter__overdue=True).exists()
    assert verify()[2] is None
    assert services.demonstrate(AT) == 0
