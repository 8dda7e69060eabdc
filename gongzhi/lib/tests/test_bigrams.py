"""Pairs of characters: what is stored, what is sought, and that the one finds the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.bigrams import LONGEST_QUERY, LONGEST_WORD, Phrase, normalise, phrases, sought

IDEOGRAPHS = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
TEXT = st.text(st.one_of(IDEOGRAPHS, st.sampled_from("㭎𬭎𪚥，。 \n3aé（")), min_size=1, max_size=40)


def test_every_character_of_a_run_starts_a_token() -> None:
    assert phrases("物业费") == [Phrase(("物业", "业费", "费"))]


def test_signs_and_spaces_part_phrases() -> None:
    assert phrases("物业，噪音 扰民") == [
        Phrase(("物业", "业")),
        Phrase(("噪音", "音")),
        Phrase(("扰民", "民")),
    ]


def test_letters_and_digits_stay_whole_beside_ideographs() -> None:
    assert phrases("3号楼WiFi") == [Phrase(("3", "号楼", "楼", "wifi"))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ａ１", "a1"),
        ("①号", "1号"),
        ("㎡", "m2"),
        ("葛\U000e0100", "葛"),
        ("物\u200b业", "物业"),
        ("a_b\x00c", "a b c"),
        ("'\"*:&|!()\\", " " * 10),
    ],
)
def test_forms_of_one_text_are_one(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize("rare", ["㭎", "𬭎", "\ue863", "\U000323a0"])
def test_rare_and_private_characters_are_characters(rare: str) -> None:
    assert phrases(f"张{rare}") == [Phrase((f"张{rare}", rare))]


def test_a_query_ends_with_a_pair_or_a_prefix() -> None:
    assert sought("物业费 楼 3号 wifi") == [
        Phrase(("物业", "业费")),
        Phrase(("楼",), prefix=True),
        Phrase(("3", "号"), prefix=True),
        Phrase(("wifi",)),
    ]


@pytest.mark.parametrize("query", ["", "  ", "，。！", "\x00", "\u200b"])
def test_a_query_without_a_word_seeks_nothing(query: str) -> None:
    assert sought(query) == []


def test_endless_words_and_queries_are_cut() -> None:
    assert phrases("x" * 5000) == [Phrase(("x" * LONGEST_WORD,))]
    assert sought("x" * 5000) == phrases("x" * 5000)
    assert len(sought("业 " * 5000)) == LONGEST_QUERY // 2


@given(TEXT)
def test_tokens_hold_nothing_that_a_query_language_knows(text: str) -> None:
    tokens = [token for phrase in phrases(text) for token in phrase.tokens]
    assert all(token and not set(token) & set(" '\"*:&|!()\\-^¦") for token in tokens)
    assert [len(p.tokens) for p in phrases(text)] == [len(p.tokens) for p in phrases(normalise(text))]


@given(st.text(IDEOGRAPHS, min_size=2, max_size=30), st.data())
def test_every_part_of_a_run_is_among_its_tokens(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (stored,), (wanted,) = phrases(text), sought(text[start:end])
    place = stored.tokens[start : start + len(wanted.tokens)]
    assert place[:-1] == wanted.tokens[:-1]
    assert place[-1].startswith(wanted.tokens[-1]) if wanted.prefix else place[-1] == wanted.tokens[-1]
