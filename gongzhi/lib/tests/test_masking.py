"""Before everybody may read a text, nothing in it tells who somebody is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.masking import MASK, masked

HIDDEN = MASK * 3
words = st.text(st.characters(codec="gb2312", exclude_categories=("Nd", "Lu", "Ll")), max_size=12)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("身份证11010519491231002X，请核", "身份证＊＊＊，请核"),
        ("身份证11010519491231002x", "身份证＊＊＊"),
        ("卡号6222021234567890123。", "卡号＊＊＊。"),
        ("电话13812345678", "电话＊＊＊"),
        ("电话138 1234 5678、139-1234-5678", "电话＊＊＊、＊＊＊"),
        ("电话+86 13812345678", "电话＊＊＊"),
        ("电话8613812345678", "电话＊＊＊"),
        ("座机023-63612345", "座机＊＊＊"),
        ("座机02363612345", "座机＊＊＊"),
        ("邮箱chen.xiulan+1@mail.example.cn", "邮箱＊＊＊"),
        ("车牌渝A12345挡路", "车牌＊＊＊挡路"),
        ("新能源渝AD12345", "新能源＊＊＊"),
        ("住在3号楼2单元501室", "住在＊＊＊"),
        ("住三栋二单元501", "住＊＊＊"),
        ("手机１３８１２３４５６７８", "手机＊＊＊"),
        ("身份证１１０１０５１９４９１２３１００２Ｘ", "身份证＊＊＊"),
    ],
)
def test_what_tells_who_somebody_is_is_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月2日上午9时30分，清运垃圾3车，约12吨。",
        "编号500103-260302-00013",
        "依据《信访工作条例》第三十四条，费用1250.50元",
        "大溪沟街道人民支路88号旁的电梯",
        "请拨打12345或110",
        "",
    ],
)
def test_what_tells_nobody_apart_stays(text: str) -> None:
    assert masked(text) == text


def test_names_are_masked_to_the_family_name() -> None:
    said = masked("陈秀兰和欧阳修文反映，陈秀兰家漏水。", ["陈秀兰", " 欧阳修文 ", "", "陈"])
    assert said == "陈＊＊和欧＊＊＊反映，陈＊＊家漏水。"


def test_a_name_within_a_longer_name_leaves_nothing_over() -> None:
    assert masked("王建国强", ["王建", "王建国强"]) == "王＊＊＊"


@given(words, words, st.integers(13_000_000_000, 19_999_999_999).map(str))
def test_no_mobile_number_remains_in_any_sentence(before: str, behind: str, phone: str) -> None:
    assert phone not in masked(f"{before}{phone}{behind}")


@given(words, words, st.text("赵钱孙李周吴郑王秀兰建国", min_size=2, max_size=4))
def test_no_name_remains_in_any_sentence(before: str, behind: str, name: str) -> None:
    assert name not in masked(f"{before}{name}{behind}", [name])


@given(st.text(max_size=200), st.lists(st.text(max_size=4), max_size=3))
def test_masking_is_done_once_and_for_all(text: str, names: list[str]) -> None:
    once = masked(text, names)
    assert masked(once, names) == once
