"""Names of a list are found in one pass; what one may mean is read from the other names and from where one is."""

from gongzhi.lib.text.places import Mention, Names, resolved, shown

NAMES = Names(
    [
        ("渝中区", "500103"),
        ("江北区", "500105"),
        ("解放碑街道", "500103003"),
        ("新华社区", "500103003001"),
        ("新华社区", "500105002007"),
        ("新华社区西苑", "500103003001"),
        ("和平村", "500112001201"),
        ("和平村", "500113001201"),
    ]
)


def meant(text: str, here: str = "500117001001") -> list[Mention]:
    return resolved(NAMES.find(text), here=here)


def test_of_names_that_overlap_the_longest_holds() -> None:
    assert [found.name for found in NAMES.find("渝中区新华社区西苑3栋")] == ["渝中区", "新华社区西苑"]


def test_a_name_is_read_below_another_name_of_the_text() -> None:
    assert meant("江北区的新华社区") == [
        Mention("江北区", ("500105",)),
        Mention("新华社区", ("500105002007",)),
    ]


def test_a_name_is_read_from_where_one_is() -> None:
    assert meant("新华社区没有路灯", here="500103001001") == [Mention("新华社区", ("500103003001",))]


def test_a_name_that_stays_open_keeps_all_its_meanings() -> None:
    assert meant("和平村的水管破了") == [Mention("和平村", ("500112001201", "500113001201"))]


def test_a_text_without_names_names_nothing() -> None:
    assert meant("路灯坏了") == []
    assert list(Names([]).find("渝中区")) == []


def test_a_name_that_is_always_written_longer_is_the_longer_one() -> None:
    texts = [f"a3区云园滨河苑{what}" for what in ("车位太贵", "捆绑车位", "不退车位款", "强卖车位", "的车位")]
    assert {found.meanings for text in texts for found in shown(texts, most=10).find(text)} == {
        ("云园滨河苑",)
    }


def test_texts_show_a_name_by_how_it_stands_in_several_of_one_county() -> None:
    texts = ["a3区云桂新城小区停水", "a3区云桂新城附近停电", "b1区配套小学很远", "c2县配套小学很贵"]
    names = shown(texts, most=10)
    assert [found.name for text in texts for found in names.find(text)] == ["云桂新城", "云桂新城"]
