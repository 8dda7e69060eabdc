"""Names of places in a text: those of a list, found in one pass, and those that many texts show by how they stand."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

SHORTEST, LONGEST = 2, 20  # characters of a name that is looked for
# A name that nobody listed: what stands before it, how long it is, how it ends.
_BEFORE = r"(?:(?<=[市区县镇乡村路道 ])|^|(?<=街道|社区|反映|投诉|关于|位于|举报|请求|咨询|住在|我是|建议|反对|抗议|制止))"
_ENDS = (
    "小区|新城|花园|家园|公馆|广场|大厦|公寓|社区|学校|中学|小学|学院|医院|公司|市场|公园|大道|街道|国际|工业园|"
    "[苑院园城府湾郡庭邸墅寓景轩阁台岸峰村镇乡街路桥港湖山洲]|(?=附近|旁|小区|业主|[一二三四]期|门口|周边|对面|项目)"
)
_NAMED = re.compile(rf"{_BEFORE}(?=([一-鿿]{{2,6}}?(?:{_ENDS})))")
_NEVER = re.compile(
    "[的我你他这那是在有被没不了和与及为将对到等就能要也吗请各某本该其两每让给]|附近|一个|什么|关于|问题|业主|"
    "居民|农村|高速|人行|地铁|旁边|政府|人民|建设|学生|孩子|部门|领导|书记|公交|城市|乡镇|道路|小区[一-鿿]|家庭|"
    "反映|投诉|举报|咨询|建议|希望|反对|抗议|制止|强烈|全[市村镇]"
)
MARK = re.compile(
    r"[a-z]\d{0,2}[市县区]"
)  # a city (a letter) or county (and a number) whose name was taken out
NEAR = 12  # characters before a name in which a county speaks of it
_ROUND = re.compile(r"[附旁小边周门对项内外里上下住买卖捆建修楼栋幢号]$")  # what stands behind a name
WHOLE, OFTEN, ALWAYS = (
    8,
    5,
    0.8,
)  # a name is longer where so often, and in so many of ten, the same stands behind
SAME = 0.5  # of the texts that name a place, more than so many lie in one county


@dataclass(frozen=True, slots=True)
class Found:
    """A name where it stands in a text, and what it may mean."""

    start: int
    name: str
    meanings: tuple[str, ...]


class Names:
    """A list of names, each with what it may mean. Of names that overlap in a text the longest holds."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        meanings: dict[str, list[str]] = defaultdict(list)
        for name, meaning in named:
            if SHORTEST <= len(name) <= LONGEST:
                meanings[name].append(meaning)
        self._meanings = {name: tuple(dict.fromkeys(each)) for name, each in meanings.items()}
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._meanings:
            lengths[name[:SHORTEST]].add(len(name))
        self._lengths = {head: sorted(each, reverse=True) for head, each in lengths.items()}

    def __len__(self) -> int:
        return len(self._meanings)

    def find(self, text: str) -> Iterator[Found]:
        """Answer the names in a text, in order."""
        start = 0
        while start < len(text) - 1:
            name = next(
                (
                    text[start : start + length]
                    for length in self._lengths.get(text[start : start + SHORTEST], ())
                    if text[start : start + length] in self._meanings
                ),
                "",
            )
            if name:
                yield Found(start, name, self._meanings[name])
            start += len(name) or 1


def named(text: str) -> set[str]:
    """Answer what stands in a plain text like the name of a place, whether anybody else names it or not."""
    return {n for n in _NAMED.findall(text) if len(n) > SHORTEST and not _NEVER.search(n)}


def county(title: str, text: str) -> str:
    """Answer the county (else the city) whose name was taken out of a plain title or text, '' where there is none."""
    marks = [*MARK.findall(title), *MARK.findall(text)]
    return next((mark for mark in marks if len(mark) > len("a市")), marks[0] if marks else "")


def apart(one: str, other: str) -> bool:
    """Do two such marks mean places of which neither lies in the other?"""
    same_city = one[:1] == other[:1]
    return bool(one and other) and one != other and not (same_city and len("a市") in (len(one), len(other)))


def shown(texts: Sequence[str], areas: Sequence[str] = (), *, most: int) -> Names:
    """Answer the names that plain texts show: in two to `most` of them, nearly always of one county.

    `areas`: the county of each text; where none are given, the county that the text names.
    """
    seen = Counter(name for text in texts for name in named(text))
    names = Names((name, name) for name, n in seen.items() if n > 1)
    held: dict[str, Counter[str]] = defaultdict(Counter)
    behind: dict[str, list[str]] = defaultdict(list)
    for place, text in enumerate(texts):
        found = {each.name: each.start for each in names.find(text)}
        for name, start in found.items():
            near = [areas[place]] if areas else MARK.findall(text, max(0, start - NEAR), start)
            held[name].update(near[-1:])
            behind[name].append(text[start + len(name) : start + WHOLE])
    told = any(held.values())
    whole = {
        name: _longer(name, tails)
        for name, tails in behind.items()
        if 1 < len(tails) <= most and (not told or _of_one_county(held[name]))
    }
    return Names((name, whole.get(name, name)) for name in {*whole, *whole.values()})


def _longer(name: str, tails: Sequence[str]) -> str:
    """Answer a name with what nearly always stands behind it: where 梅园 is always 梅园滨河苑, that is the name."""
    longer = name
    while len(longer) < WHOLE:
        place = len(longer) - len(name)
        follower, n = Counter(tail[place : place + 1] for tail in tails).most_common(1)[0]
        if n < OFTEN or n < ALWAYS * len(tails) or not _fits(longer + follower):
            break
        longer += follower
        tails = [tail for tail in tails if tail[place : place + 1] == follower]
    return longer if _fits(longer) else name


def _fits(name: str) -> bool:
    return name[-1] >= "一" and not _NEVER.search(name) and not _ROUND.search(name)


def _of_one_county(marks: Mapping[str, int]) -> bool:
    counties = {mark: n for mark, n in marks.items() if len(mark) > len("a市")} or marks
    return bool(counties) and max(counties.values()) > SAME * sum(counties.values())


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that stands in a text, and the areas that it may mean, the likeliest first; one: it is clear."""

    name: str
    codes: tuple[str, ...]


def resolved(found: Iterable[Found], *, here: str) -> list[Mention]:
    """Answer what names mean whose meanings are area codes, read together and from `here`.

    A name is read below another name of the text, where one of its meanings lies there; else in the same township
    or county as `here`. What it may still mean, it is asked about. Each name once, in order.
    """
    names = {each.name: each.meanings for each in found}
    mentions = []
    for name, codes in names.items():
        above = [code for other, more in names.items() if other != name for code in more]
        kept = [c for c in codes if any(c != code and c.startswith(code) for code in above)] or list(codes)
        for length in (9, 6):
            near = [code for code in kept if code[:length] == here[:length]]
            kept = near or kept
            if near:
                break
        mentions.append(Mention(name, tuple(sorted(kept))))
    return mentions
