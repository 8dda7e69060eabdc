import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.sealing import Sealer, blind_index, keys_of

OLD, NEW = bytes(32), bytes(range(32))


@given(st.text(), st.text())
def test_what_was_sealed_opens_again_at_its_place(text: str, place: str) -> None:
    sealer = Sealer([OLD])
    assert sealer.open(sealer.seal(text, place), place) == text


@given(st.text(min_size=1))
def test_the_same_text_is_never_sealed_alike_twice(text: str) -> None:
    sealer = Sealer([OLD])
    assert sealer.seal(text, "a.b") != sealer.seal(text, "a.b")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    sealed = Sealer([OLD]).seal("11010519491231002X", "people_resident.identity")
    with pytest.raises(ValueError, match="belongs elsewhere"):
        Sealer([OLD]).open(sealed, "people_resident.phone")


@given(st.integers(1), st.integers(1, 255))
def test_any_changed_byte_is_noticed(place: int, change: int) -> None:
    sealed = bytearray(Sealer([OLD]).seal("13812345678", "a.b"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(ValueError, match=r"a\.b"):
        Sealer([OLD]).open(bytes(sealed), "a.b")


@pytest.mark.parametrize("length", range(30))
def test_a_cut_value_is_refused(length: int) -> None:
    sealed = Sealer([OLD]).seal("13812345678", "a.b")
    with pytest.raises(ValueError, match=r"a\.b"):
        Sealer([OLD]).open(sealed[:length], "a.b")


def test_after_rotation_the_newest_key_seals_and_all_open() -> None:
    before, after = Sealer([OLD]), Sealer([NEW, OLD])
    sealed = before.seal("text", "a.b")
    assert after.open(sealed, "a.b") == "text"
    with pytest.raises(ValueError, match="not at hand"):
        before.open(after.seal("text", "a.b"), "a.b")


def test_keys_must_be_of_full_length_and_distinct() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer([b"short"])
    with pytest.raises(ValueError, match="share an id"):
        Sealer([OLD, OLD])


def test_keys_are_read_newest_first() -> None:
    assert keys_of(f"{NEW.hex()}, {OLD.hex()}") == [NEW, OLD]


def test_a_blind_index_depends_on_key_text_and_context() -> None:
    index = blind_index(OLD, "13812345678", "phone")
    assert index == blind_index(OLD, "13812345678", "phone")
    assert len({index, *(blind_index(k, t, c) for k, t, c in _others())}) == 4


def _others() -> list[tuple[bytes, str, str]]:
    return [(NEW, "13812345678", "phone"), (OLD, "13812345679", "phone"), (OLD, "13812345678", "identity")]
