"""Generate the demo's cases: stories of a quarter of a year, told through the ordinary services in order of time.

Nobody's real message is in it: kinds, texts and stories are written for it (data/demo*.csv).
"""

import contextlib
import io
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from heapq import heappop, heappush
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import above, assignable
from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.declarations import Party, Step
from gongzhi.kernel.matters.models import Clock, Kind, Matter, Task
from gongzhi.kernel.matters.selectors import holder
from gongzhi.kernel.matters.services import act, tick
from gongzhi.kernel.matters.services.clocks import term_of
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import HANDLERS, Role
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.record.services import deliver
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.workdays import Calendar, Term, Unit, due
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.procedures import CASE
from gongzhi.modules.cases.procedures.rules import BEFORE_ANSWER
from gongzhi.modules.cases.vocabulary import PauseReason

from .reporting import Contact, Report, report
from .scenery import Scenery, read

SOURCE = "demo"
SEED = 20261101
LONGEST = timedelta(days=100)
DAY = timedelta(days=1)
