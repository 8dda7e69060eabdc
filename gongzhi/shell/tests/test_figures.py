"""Pages of figures: the dashboard, a figure, the records behind it, its sign-off, files."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from gongzhi.kernel.indicators.declarations import INDICATORS
from gongzhi.kernel.indicators.tests.test_figures import AT, declared, say  # noqa: F401 -- the trees
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.registry.declaration import registry

pytestmark = pytest.mark.django_db
COMMUNITY = "500103001001"
QUERY = "area=500103001&period=2019"


@pytest.fixture(autouse=True)
def trees(places: None, declared: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: F811
    """Trees, planted in two communities of one township; the first module of all counts them."""
    mine = tuple(i for key, i in INDICATORS.items() if key.startswith("trees"))
    first = next(iter(registry))
    monkeypatch.setattr(registry, "_modules", {first.slug: replace(first, indicators=mine)})
    with time_machine.travel(AT, tick=False):
        say("planted", n=1200, kind="oak", on="2019-03-01", area=COMMUNITY)
        say("planted", n=300, kind="elm", on="2019-04-01", area="500103001002")
        yield


def page(client: Client, key: str = "trees", query: str = QUERY, name: str = "shell:figure") -> str:
    answer = client.get(f"{reverse(name, args=[key])}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_page_of_a_figure_says_what_it_is_and_how_it_compares(client):
    text = page(client)
    for told in ("1,500", "归元寺社区", "80.0%", "1200 个", "+450", "时段末的数", "2019年", "其中的数量"):
        assert told in text
    assert 'id="trend"' in text
    assert 'data-value="1500"' in text


def test_a_click_on_a_value_shows_the_records_that_add_up_to_it(client):
    behind = f"{reverse('shell:figure_records', args=['trees'])}?area=500103001&amp;period=2019"
    assert behind in page(client)
    text = page(client, name="shell:figure_records")
    assert "2 条记录，合计 1,500，就是这个数（1,500）" in text
    assert text.index("+1,200") < text.index("+300")
    assert "归元寺社区" in text


def test_a_ratio_is_explained_by_its_parts(client):
    text = page(client, "trees.share")
    assert "80.0" in text
    for part, number in ((0, "1,200"), (1, "1,500")):
        assert f"part={part}" in text
        assert f"合计 {number}" in page(client, "trees.share", f"{QUERY}&part={part}", "shell:figure_records")


def test_nonsense_in_an_address_is_answered_with_not_found(client):
    for query in ("period=20x9", "period=0001", "area=5x", "area=500199", "period=9999"):
        assert client.get(f"{reverse('shell:figure', args=['trees'])}?{query}").status_code == 404
    for query in ("part=2", "part=x", "after=x", "part=00"):
        assert client.get(f"{reverse('shell:figure_records', args=['trees'])}?{query}").status_code == 404
    assert client.get("/figures/nobody/").status_code == 404
    assert client.get("/figures/export.doc").status_code == 404


@pytest.fixture
def closed() -> Iterator[None]:
    """Trees are only for officers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(INDICATORS, "trees", replace(INDICATORS["trees"], audience=Audience.OFFICER))
        yield


def test_what_is_for_officers_is_refused_to_others(client, officer: Account, closed: None):
    address = f"{reverse('shell:figure', args=['trees'])}?area={COMMUNITY}"
    assert client.get(address).status_code == 403
    client.force_login(officer)
    assert client.get(address).status_code == 200
    assert client.get(f"{reverse('shell:figure', args=['trees'])}?area=500103").status_code == 403


def test_small_groups_are_not_shown_nor_opened(client):
    say("felled", n=298, kind="elm", on="2019-05-01", area="500103001002")
    query = "area=500103001002&period=2019"
    assert "&lt;5" in page(client, "trees.few", query)
    behind = reverse("shell:figure_records", args=["trees.few"])
    assert client.get(f"{behind}?{query}").status_code == 403


def test_the_dashboard_has_all_values_and_asks_a_handful_of_questions(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        text = client.get(f"{reverse('shell:figures')}?{QUERY}").content.decode()
    assert "1,500" in text
    assert "归元寺社区" in text
    with django_assert_max_num_queries(20):
        page(client)
    found = client.get(f"{reverse('shell:figures')}?{QUERY}&q=trees.share").content.decode()
    assert "trees.share" in found
    assert "trees.planted" not in found


def test_files_hold_the_area_and_the_level_below(client):
    address = reverse("shell:figures_export", args=["csv"])
    lines = client.get(f"{address}?{QUERY}&key=trees").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["500103001", COMMUNITY, "500103001002"]
    book = load_workbook(BytesIO(client.get(f"{address[:-3]}xlsx?{QUERY}&key=trees").content))
    assert [row[5].value for row in book.active.iter_rows(min_row=2)] == [1500, 1200, 300]
    found = json.loads(client.get(f"{address[:-3]}json?{QUERY}").content)
    assert found["size"] == [len([k for k in INDICATORS if k.startswith("trees")]), 3, 1]
    assert found["value"][:3] == [1500, 1200, 300]
    assert set(found["status"].values()) <= {"missing", "confidential"}


def test_an_officer_of_the_area_signs_off_and_what_comes_later_is_a_correction(client, officer: Account):
    client.force_login(officer)
    address = f"{reverse('shell:figure_sign', args=['trees'])}?area={COMMUNITY}&period=2019"
    answer = client.post(address, {"approve": "1", "text": "已核对"}, follow=True)
    assert "已审定" in answer.content.decode()
    say("planted", n=7, kind="oak", on="2019-06-01", area=COMMUNITY)
    text = page(client, query=f"area={COMMUNITY}&period=2019")
    assert "审定为 1200" in text
    assert "更正 +7" in text
    client.post(address, {"remark": "1", "text": "补登一批"})
    assert "补登一批" in page(client, query=f"area={COMMUNITY}&period=2019")
    assert client.post(address.replace(COMMUNITY, "500103001"), {"approve": "1"}).status_code == 403
    nobody = client.post(address, {"remark": "1", "text": ""}, follow=True)
    assert "请写下您要说明的内容" in nobody.content.decode()
