"""Public participatory-budget elections: reading `.pb` files, counting their ballots, choosing by the greedy rule.

The format is Pabulib's (https://pabulib.org/format): three tables META, PROJECTS, VOTES, semicolons between,
quotes as in CSV. Costs are Decimal. What a real file does otherwise (BOM, decimal commas, stray quotes, empty
lines, unknown projects on a ballot) is read and told in `oddities`, never guessed at silently.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

SECTIONS = ("meta", "projects", "votes")
META = ["key", "value"]  # what META's columns are called, also where the file forgets to say so
COUNTED = ("approval", "choose-1", "cumulative")
RULES = ("greedy", "greedy-threshold", "greedy-no-skip")
WITHDRAWN = Decimal(999_999_999)  # the cost by which Pabulib marks a project that can no longer be chosen
SELECTED = "1"  # other numbers than 0 and 1 are explained in the file's comment: chosen for another reason
Row = Mapping[str, str]
Table = list[dict[str, str]]


class NotCounted(ValueError):
    """The file cannot be read, or not counted; the message says why, in the words of `code` and `value`."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(f"{code}: {value}")
        self.code, self.value = code, value


@dataclass(frozen=True, slots=True)
class Project:
    """`selected`: as the city published it; empty where it did not. `order`: its place in the file."""

    id: str
    cost: Decimal
    order: int
    selected: str = ""
    declared: str = ""


@dataclass(frozen=True)
class Poll:
    """One election as its file tells it; `points` is what the ballots give each project."""

    meta: Row
    projects: Mapping[str, Project]
    points: Mapping[str, Decimal]
    ballots: int
    oddities: Mapping[str, int] = field(default_factory=dict)

    @property
    def budget(self) -> Decimal:
        return number(self.meta.get("budget", ""), "budget")

    @property
    def rule(self) -> str:
        return self.meta.get("rule", "").lower()

    @property
    def vote_type(self) -> str:
        return self.meta.get("vote_type", "").lower()


@dataclass(frozen=True)
class Outcome:
    """Winners in the order of selection. `official`: those the file marks with 1, None where it marks none.

    `by_lot`: the official winners differ, but follow by the same rule if equals are taken in another order.
    """

    winners: tuple[str, ...]
    spent: Decimal
    official: tuple[str, ...] | None
    by_lot: bool

    @property
    def agrees(self) -> bool | None:
        return None if self.official is None else set(self.winners) == set(self.official)


def read(content: bytes) -> Poll:
    """Read a file and count its ballots. Raises NotCounted for what is no such file or another kind of vote."""
    text = content.decode("utf-8-sig", errors="replace")
    tables = _tables(text)
    meta = {row["key"].lower(): row.get("value", "") for row in tables["meta"] if row.get("key")}
    vote_type = meta.get("vote_type", "").lower()
    if vote_type not in COUNTED:
        raise NotCounted("vote_type", vote_type)
    cumulative = vote_type == "cumulative"
    projects = _projects(tables["projects"], "score" if cumulative else "votes")
    points, oddities = _count(tables["votes"], projects, cumulative=cumulative)
    oddities += _differences(meta, projects, points, len(tables["votes"]))
    return Poll(meta, projects, points, len(tables["votes"]), +oddities)


def choose(poll: Poll) -> Outcome:
    """Choose by the rule the file names. Raises NotCounted for a rule that is not one of `RULES`.

    greedy: most points first; what does not fit is passed over. greedy-no-skip: ends at the first that does not
    fit. A threshold in META holds for each of them. Equals are taken in the order of the file, as Pabulib does.
    """
    if poll.rule not in RULES:
        raise NotCounted("rule", poll.rule)
    winners = _greedy(poll, sorted(poll.projects.values(), key=lambda p: (-poll.points[p.id], p.order)))
    marked = [p for p in poll.projects.values() if p.selected]
    official = tuple(p.id for p in marked if p.selected == SELECTED) if marked else None
    by_lot = False
    if official is not None and set(official) != set(winners):
        favoured = sorted(
            poll.projects.values(), key=lambda p: (-poll.points[p.id], p.selected != SELECTED, p.order)
        )
        by_lot = set(_greedy(poll, favoured)) == set(official)
    spent = sum((poll.projects[each].cost for each in winners), Decimal(0))
    return Outcome(winners, spent, official, by_lot)


def number(text: str, what: str) -> Decimal:
    """Read `1 250 000,50` as well as `1250000.5`. Raises NotCounted for anything that is no finite number."""
    plain = "".join(text.split()).replace(",", ".")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        raise NotCounted("number", f"{what} {text!r}") from None
    if not found.is_finite():
        raise NotCounted("number", f"{what} {text!r}")
    return found


def _greedy(poll: Poll, ranked: Sequence[Project]) -> tuple[str, ...]:
    threshold = poll.meta.get("min_project_score_threshold", "")
    if not threshold and poll.rule == "greedy-threshold":
        raise NotCounted("threshold")
    least = number(threshold, "min_project_score_threshold") if threshold else None
    left, winners = poll.budget, []
    for project in ranked:
        if least is not None and poll.points[project.id] < least:
            continue
        if project.cost <= left:
            winners.append(project.id)
            left -= project.cost
        elif poll.rule == "greedy-no-skip" and project.cost < WITHDRAWN:
            break
    return tuple(winners)


def _tables(text: str) -> Mapping[str, Table]:
    """A quote that is never closed swallows lines; then the file is read again with quotes as plain signs."""
    failed = NotCounted("sections", ", ".join(SECTIONS))
    kept: Mapping[str, Table] | None = None
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        try:
            tables = _sections(csv.reader(io.StringIO(text, newline=""), delimiter=";", quoting=quoting))
        except csv.Error:
            continue
        if any(not tables.get(name) for name in SECTIONS):
            continue
        if _complete(tables):
            return tables
        kept = kept or tables
    if kept is None:
        raise failed
    return kept


def _sections(rows: Iterable[list[str]]) -> Mapping[str, Table]:
    tables: dict[str, Table] = {}
    table, header = Table(), META
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if cells[0].lower() in SECTIONS and not any(cells[1:]):
            name = cells[0].lower()
            table, header = tables.setdefault(name, Table()), META if name == "meta" else []
        elif header:
            table.append(dict(zip(header, cells, strict=False)))
        else:
            header = [cell.lower() for cell in cells]
    return tables


def _complete(tables: Mapping[str, Table]) -> bool:
    meta = {row.get("key", "").lower(): row.get("value", "") for row in tables["meta"]}
    said = {"projects": meta.get("num_projects", ""), "votes": meta.get("num_votes", "")}
    return all(not amount.isdecimal() or int(amount) == len(tables[name]) for name, amount in said.items())


def _projects(table: Table, total: str) -> Mapping[str, Project]:
    found: dict[str, Project] = {}
    for order, row in enumerate(table):
        name = row.get("project_id", "")
        if not name or name in found:
            raise NotCounted("project_id", name)
        cost = number(row.get("cost", ""), f"cost {name}")
        found[name] = Project(
            name, cost, order, row.get("selected", "").removesuffix(".0"), row.get(total, "")
        )
    return found


def _count(
    table: Table, projects: Mapping[str, Project], *, cumulative: bool
) -> tuple[Mapping[str, Decimal], Counter[str]]:
    if cumulative and not any(row.get("points") for row in table):
        raise NotCounted("points")
    points = dict.fromkeys(projects, Decimal(0))
    oddities: Counter[str] = Counter()
    for row in table:
        named = _items(row.get("vote", ""))
        given = [number(each, "points") for each in _items(row.get("points", ""))] if cumulative else []
        if cumulative and len(given) != len(named):
            oddities["points_differ"] += 1
            named = named[: len(given)]
        seen = set()
        for place, name in enumerate(named):
            if name not in points:
                oddities["unknown_project"] += 1
            elif name in seen:
                oddities["repeated_project"] += 1
            else:
                points[name] += given[place] if cumulative else 1
            seen.add(name)
    return points, oddities


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _same(declared: str, counted: Decimal) -> bool:
    try:
        return number(declared, "votes") == counted
    except NotCounted:
        return False


def _differences(
    meta: Row, projects: Mapping[str, Project], points: Mapping[str, Decimal], ballots: int
) -> Counter[str]:
    """Where the file's own totals are other than its ballots. The ballots count."""
    declared = meta.get("num_votes", "")
    differing = sum(bool(p.declared) and not _same(p.declared, points[p.id]) for p in projects.values())
    return Counter(
        other_ballots=int(declared.isdecimal() and int(declared) != ballots), other_totals=differing
    )
