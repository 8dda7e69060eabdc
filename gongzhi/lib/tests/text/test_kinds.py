"""Kinds are learned from confirmed texts, told with the words that say so, and measured on texts held back."""

import pytest

from gongzhi.lib.text.kinds import unpacked
from gongzhi.lib.text.learning import Text, learned, macro, measured, split

LAMPS = ("路灯坏了没人修", "小区门口的路灯不亮", "巷子里路灯黑了一周", "路灯一闪一闪", "新装的路灯又灭了")
WASTE = ("垃圾三天没有清运", "垃圾桶满了没人收", "楼下垃圾堆成山", "垃圾站气味很大", "建筑垃圾倒在路边")
WAGES = ("老板拖欠工资", "工地欠了三个月工资", "厂里不发加班工资", "工资被扣了一半", "讨要工资被赶出来")
TEXTS = [
    Text(title, f"{title}，请处理。", kind)
    for kind, titles in (("lamps", LAMPS), ("waste", WASTE), ("wages", WAGES))
    for title in titles
]


def test_the_likeliest_kind_comes_first_with_the_words_that_speak_for_it() -> None:
    first, *_rest = learned(TEXTS).guesses("我家楼下", "楼下的路灯又不亮了，老人不敢出门。")
    assert first.kind == "lamps"
    assert any("路灯" in word for word in first.words)


def test_a_text_of_which_nothing_is_known_has_no_guess() -> None:
    assert learned(TEXTS).guesses("", "zzz 123") == []


def test_width_case_and_signs_make_no_difference() -> None:
    model = learned([*TEXTS, Text("WIFI断网", "ＷiＦi断网", "net"), Text("没有wifi", "wifi不通", "net")])
    assert model.kind("", "WIFI！！断网") == model.kind("", "ｗｉｆｉ断网") == "net"


def test_a_packed_model_tells_the_same() -> None:
    model = learned(TEXTS)
    again = unpacked(model.packed())
    assert [again.kind("", title) for title in LAMPS] == [model.kind("", title) for title in LAMPS]
    assert again.kinds == model.kinds


def test_the_same_texts_make_the_same_model() -> None:
    assert learned(TEXTS).packed() == learned(TEXTS).packed()


def test_what_a_kind_is_called_counts_as_a_text_of_it() -> None:
    named = learned(TEXTS, names={"wages": ["劳动权益 欠薪欠薪"], "nobody": ["没有事项的类别"]})
    assert named.kind("欠薪", "老板欠薪") == "wages"
    assert named.kinds == ("lamps", "wages", "waste")


def test_one_kind_alone_cannot_be_learned() -> None:
    with pytest.raises(ValueError, match="two kinds"):
        learned([Text("路灯", "路灯", "lamps")])


def test_one_text_in_five_of_each_kind_is_held_back_and_copies_stay_together() -> None:
    copies = [Text("垃圾站气味很大", "垃圾站气味很大，请处理。", "waste")] * 3
    taught, held = split([*TEXTS, *copies])
    assert {text.kind for text in held} == {"lamps", "waste", "wages"}
    assert not {(t.title, t.body) for t in taught} & {(t.title, t.body) for t in held}
    assert len(taught) + len(held) == len(TEXTS) + 3


def test_quality_says_by_kind_what_was_told_rightly_and_what_was_found() -> None:
    judged = [Text("路灯坏了", "路灯坏了", "lamps"), Text("路灯没人修", "路灯没人修", "waste")]
    quality = measured(learned(TEXTS), judged)
    assert quality["lamps"].precision == 0.5
    assert quality["lamps"].recall == 1
    assert quality["waste"].recall == 0
    assert macro(quality) == pytest.approx((2 / 3 + 0) / 2)
