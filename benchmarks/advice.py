"""Does a plain question find its article? Is a foreign one told that nothing is known?

`python benchmarks/advice.py DIR` reads law texts (not in this repository) as `import-laws` does, asks
`data/advice.csv`, prints hit@1, hit@3, how often a foreign question is rightly refused, and one question's time: for
the questions that words and weights were tuned on, and for those kept apart from that.
"""

import csv
import json
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

from gongzhi.lib.text.clauses import Article, LawText, parsed
from gongzhi.lib.text.finding import Finder, Passage
from gongzhi.lib.text.wordings import wordings

HERE = Path(__file__).parent
Place = tuple[LawText, Article]
WORDS = HERE.parent / "gongzhi" / "modules" / "advice" / "data" / "words.csv"


def texts(folder: Path, on: date) -> list[LawText]:
    """Answer of each law the version in force."""
    newest: dict[tuple[str, str], LawText] = {}
    for path in sorted(folder.glob("*.txt")):
        try:
            law = parsed(path.read_text("utf-8"), path.stem)
        except ValueError:
            continue
        held = newest.get((law.title, law.part))
        if law.since <= on and (held is None or held.since < law.since):
            newest[law.title, law.part] = law
    return list(newest.values())


def main(folder: Path, *, loud: bool) -> None:
    laws = texts(folder, date(2026, 11, 25))
    articles = [(law, article) for law in laws for article in law.articles]
    begun = perf_counter()
    finder = Finder(
        (
            Passage(n, f"{law.title} {law.part} {article.heading}", article.body)
            for n, (law, article) in enumerate(articles)
        ),
        wordings(WORDS.read_text("utf-8")),
    )
    built = perf_counter() - begun
    with (HERE / "data" / "advice.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for name, kept in (("tuned", ""), ("kept", "1")):
        result = judged(finder, articles, [row for row in rows if row["kept"] == kept], loud=loud)
        print(
            json.dumps({"questions": name, "articles": len(articles), "built_s": round(built, 2), **result})
        )


def judged(
    finder: Finder, articles: list[Place], rows: list[dict[str, str]], *, loud: bool
) -> dict[str, float]:
    """Answer how often the expected article comes first, or among three, and how often a foreign one gets none."""
    first = third = refused = known = unanswered = 0
    begun = perf_counter()
    for row in rows:
        hits = [articles[hit.key] for hit in finder.asked(row["question"])]
        if not row["law"]:
            refused += not hits
            if hits and loud:
                print("answered:", row["question"], [(law.title, a.number) for law, a in hits])
            continue
        known += 1
        right = [law.title == row["law"] and a.number in row["articles"].split() for law, a in hits]
        first, third, unanswered = first + right[:1].count(True), third + any(right), unanswered + (not hits)
        if loud and right[:1] != [True]:
            print(
                "third" if any(right) else "missed",
                row["question"],
                [(law.title, a.number) for law, a in hits],
            )
    return {
        "asked": known,
        "hit_at_1": round(first / known, 3),
        "hit_at_3": round(third / known, 3),
        "unanswered": unanswered,
        "foreign": len(rows) - known,
        "rightly_unknown": refused,
        "ms_a_question": round(1000 * (perf_counter() - begun) / len(rows), 1),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), loud="--loud" in sys.argv)
