"""Three made-up texts of a city, one of them in two versions."""

from datetime import UTC, datetime
from pathlib import Path

AT = datetime(2026, 5, 1, tzinfo=UTC)
DOGS = "# 某市养犬条例\n\n第一条 饲养犬只的，应当自取得犬只之日起{days}日内登记。犬只应当免疫。\n\n第二条 {last}\n"
TEXTS = {
    "某市养犬条例(2018-03-01)": DOGS.format(days="六十", last="本条例自2018年5月1日起施行。"),
    "某市养犬条例(2025-10-01)": DOGS.format(days="三十", last="本条例自2026年1月1日起施行。"),
    "某市晾晒办法(2020-01-01)": "# 某市晾晒办法\n\n第一条 居民可以在阳台晾晒衣物。\n不得在消防车通道晾晒衣物。\n",
    "说明": "这不是法规。",
}


def laid(folder: Path) -> Path:
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder
