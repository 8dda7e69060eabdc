"""Whatever is done in whatever order, folded or not: the figure is the sum of it, and totals are what the record says."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.kernel.indicators import selectors
from gongzhi.kernel.indicators.checking import differences
from gongzhi.kernel.indicators.folding import fold
from gongzhi.kernel.indicators.tests.test_figures import AT, TODAY, declared, say
from gongzhi.lib.periods import Period

pytestmark = pytest.mark.django_db
__all__ = ["declared"]
PLACES = st.sampled_from(["50", "500112", "500112001", "500112001001", "500112001002", "500113001001"])
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["planted", "felled"]),
        st.integers(1, 9),
        st.sampled_from(["oak", "elm", ""]),
        st.dates(date(2018, 1, 1), date(2026, 12, 31)),
        PLACES,
        st.booleans(),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(
    ACTS,
    st.dates(date(2018, 1, 1), date(2026, 12, 31)),
    st.dates(date(2018, 1, 1), date(2026, 12, 31)),
    PLACES,
)
def test_whatever_was_done_the_figure_is_the_sum_of_it(acts, one, other, place):
    before = {k: selectors.value(k, area=place, period=_span(one, other), on=TODAY).number for k in READ}
    done = []
    for kind, n, species, day, area, folded in acts:
        say(kind, n=n, on=day.isoformat(), area=area, **({"kind": species} if species else {}))
        done.append((n if kind == "planted" else -n, species, day, area))
        if folded:
            fold(at=AT)
    first, last = sorted((one, other))
    below = [(n, species, day) for n, species, day, area in done if area.startswith(place)]
    wanted = {
        "trees": sum(n for n, _, day in below if day <= last),
        "trees.planted": sum(n for n, _, day in below if first <= day <= last),
        "trees.oaks": sum(n for n, species, day in below if species == "oak" and day <= last),
    }
    now = {k: selectors.value(k, area=place, period=_span(one, other), on=TODAY).number for k in READ}
    assert {k: now[k] - before[k] for k in READ} == {k: Fraction(n) for k, n in wanted.items()}
    assert not list(differences(at=AT))


READ = ("trees", "trees.planted", "trees.oaks")


def _span(one: date, other: date) -> Period:
    first, last = sorted((one, other))
    return Period(first, last, f"{first}/{last}")
