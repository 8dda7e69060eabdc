"""Hints of the law: each rule finds what a jurist says it should, keeps quiet where not, and cites what exists."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.modules.covenants.procedures.collisions import RULES, digest_of, hints

EXAMPLES = yaml.safe_load(Path(__file__).with_name("collisions.yaml").read_text("utf-8"))
WORDS = st.sampled_from(
    [
        "罚款",
        "不得",
        "外嫁女",
        "取消",
        "低保",
        "。",
        "，",
        "彩礼",
        "自愿",
        "超过",
        "五十元",
        "收回",
        "承包地",
        "\n",
    ]
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["text"][:16])
def test_a_clause_gets_the_hints_a_jurist_expects(example: dict[str, object]) -> None:
    assert {h.rule.key for h in hints(str(example["text"]), rural=True)} == set(example["rules"])  # type: ignore[call-overload]


def test_every_rule_is_tried_and_there_are_enough_examples() -> None:
    assert len(EXAMPLES) >= 40
    assert {rule.key for rule in RULES} == {key for example in EXAMPLES for key in example["rules"]}
    assert sum(not example["rules"] for example in EXAMPLES) >= len(RULES)


@given(st.one_of(st.text(max_size=3000), st.lists(WORDS, max_size=200).map("".join)))
def test_no_text_whatever_breaks_the_rules(text: str) -> None:
    found = hints(text, rural=True)
    assert all(hint.words in text and hint.digest == digest_of(text) for hint in found)


def test_where_no_other_law_is_cited_it_is_the_one_on_covenants_of_the_place() -> None:
    text = "乱停车罚款五十元。"
    assert [str(h.law) for h in hints(text, rural=True)] == ["《村民委员会组织法》第三十一条"]
    assert [str(h.law) for h in hints(text, rural=False)] == ["《城市居民委员会组织法》第三十一条"]


def test_a_harmless_sentence_does_not_excuse_the_next_one() -> None:
    assert [h.rule.key for h in hints("不得设定罚款。乱停车罚款五十元。", rural=True)] == ["fines"]
