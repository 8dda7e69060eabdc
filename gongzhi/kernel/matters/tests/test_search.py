"""Full text: what is found, what is not, and that nothing typed reaches the database as anything but text."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters import search
from gongzhi.kernel.matters.models import Kind, Matter

pytestmark = pytest.mark.django_db
COMMUNITY = "500103001001"
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def matter(text: str, *, area: str = COMMUNITY, at: datetime = NOON) -> Matter:
    body, _ = Organisation.objects.get_or_create(
        code="500103",
        defaults={"name": "区政府", "kind": "government", "area_code": "500103", "since": date(2020, 1, 1)},
    )
    kind, _ = Kind.objects.get_or_create(code="01", defaults={"name": "噪声", "procedure": "test"})
    made = Matter.objects.create(
        number=f"M{Matter.objects.count()}",
        kind=kind,
        procedure="test",
        title="事项",
        channel=Matter.Channel.WEB,
        area_code=area,
        county_code=area[:6],
        area_name="解放碑",
        state="open",
        responsible=body,
        opened_at=at,
    )
    search.index(made, text)
    return made


def found(query: str, **scope: Any) -> set[Matter]:
    return set(Matter.objects.filter(search.matching(query, **scope)))


def test_two_characters_are_found_wherever_they_stand() -> None:
    noise = matter("小区物业夜间施工\n噪音扰民，请处理。\n已责令停工。")
    lift = matter("电梯故障\n三号楼电梯停运。\n已经修好。")
    for query in ("物业", "噪音", "扰民", "停工", "小区", "夜间施工", "责令停工"):
        assert found(query) == {noise}
    assert found("电梯") == {lift}
    assert found("处理") == {noise}
    assert found("绿化") == set()


def test_all_words_must_be_there_in_any_order() -> None:
    both, _one = matter("物业不管噪音"), matter("物业收费")
    assert found("噪音 物业") == {both}
    assert found("噪音，物业") == {both}


def test_a_phrase_across_two_words_is_no_hit() -> None:
    matter("物业。噪音")
    matter("噪音 物业")
    matter("3，号楼")
    assert found("业噪") == set()
    assert found("物业噪音") == set()
    assert found("3号楼") == set()


@pytest.mark.parametrize("name", ["王㭎", "赵𬭎", "李\ue863", "陈𪚥", "欧阳喆"])
def test_names_with_rare_characters_are_found(name: str) -> None:
    wanted = matter(f"反映人{name}来电")
    matter("反映人王芳来电")
    assert found(name) == {wanted}
    assert found(name[-1]) == {wanted}


def test_one_character_is_found_everywhere_in_a_run() -> None:
    wanted = matter("楼道堆物")
    other = matter("三号楼，漏水")
    assert found("楼") == {wanted, other}
    assert found("堆") == {wanted}
    assert found("水") == {other}


def test_letters_and_digits_are_found_as_words_in_any_form() -> None:
    wanted = matter("3号楼WiFi信号差，电话 023-63840000")
    assert found("3号楼") == found("3号") == found("ＷＩＦＩ") == found("023-63840000") == {wanted}
    assert found("wif") == set()


def test_indexing_again_replaces() -> None:
    changed = matter("物业噪音")
    search.index(changed, "电梯故障")
    assert found("噪音") == set()
    assert found("电梯") == {changed}


def test_what_is_removed_is_found_no_more() -> None:
    gone, kept = matter("物业噪音"), matter("施工噪音")
    search.remove(gone)
    search.remove(gone)
    assert found("噪音") == {kept}
    search.index(gone, "电梯")
    assert found("电梯") == {gone}


@pytest.mark.parametrize("query", ["", " ", "，。！？", "\x00", "'", '"', "*"])
def test_a_query_without_a_word_finds_nothing(query: str) -> None:
    matter("物业噪音")
    assert found(query) == set()


@pytest.mark.parametrize(
    "query",
    [
        '物业" OR "',
        "物业' | '",
        "words : 物业",
        "NOT 物业",
        "物业 NEAR(",
        "%s 物业",
        "{key}",
        "^物业*",
        "a:b\\",
        "¦500103",
    ],
)
def test_signs_of_a_query_language_are_only_text(query: str) -> None:
    matter("电梯故障")
    assert found(query) == set()


@pytest.mark.parametrize(
    "text", ["'物业':1A \\' \"噪音\" %s {key}", "\x00物业\x00噪音", "物业" * 20_000 + "噪音"]
)
def test_any_text_can_be_stored(text: str) -> None:
    stored = matter(text)
    assert found("物业") == {stored}


def test_within_an_area_only_its_matters_are_hits() -> None:
    here, there = matter("物业噪音"), matter("物业噪音", area="500112001001")
    assert found("噪音", within=["500103"]) == found("噪音", within=[COMMUNITY]) == {here}
    assert (
        found("噪音", within=["500103", "500112"]) == found("噪音", within=["50", "500103"]) == {here, there}
    )
    assert found("噪音", within=["500109"]) == set()
    assert found("噪音 物业", within=["500112001"]) == {there}


def test_it_combines_with_other_conditions_and_order(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = matter("物业噪音"), matter("施工噪音", at=datetime(2026, 3, 5, tzinfo=UTC))
    matter("施工噪音", area="500112001001")
    for often in (20_000, 1):
        monkeypatch.setattr(search, "OFTEN", often)  # the other way to find frequent words on PostgreSQL
        hits = Matter.objects.filter(
            search.matching("噪音", within=["500103"]), area_code__gte="500103", area_code__lt="500104"
        )
        assert list(hits.select_related("responsible").order_by("-opened_at", "-id")) == [new, old]
        assert hits.count() == 2
        assert list(hits.exclude(search.matching("物业"))) == [new]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=20),
    st.text(st.sampled_from("，。 \nA1物业"), max_size=8),
    st.data(),
)
def test_every_part_of_a_text_finds_it(run: str, around: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(run) - 2))
    end = data.draw(st.integers(start + 2, len(run)))
    wanted = matter(f"{around}{run}{around}")
    assert wanted in found(run[start:end])
    assert wanted in found(run[start:end], within=["500103001"])
