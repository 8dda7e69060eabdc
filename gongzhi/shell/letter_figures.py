"""The letter's figures beside those that records yield. Nothing of the letter's goes into a value: it is only compared.

Source of data/letter_figures.csv: reply of the Chongqing civil affairs bureau of 13 April 2020 to proposal no. 0629.
"""

import csv
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel.indicators.declarations import INDICATORS, Indicator, Ratio, Rule
from gongzhi.kernel.indicators.selectors import Value, level_of, values
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.vocabulary import COMMUNITY
from gongzhi.lib.periods import Period

FILE = Path(__file__).parent / "data" / "letter_figures.csv"
COMPARED = frozenset({"count", "money", "mean", "ratio"})  # of a rule or a target the letter gives the bound


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as the letter gives it."""

    id: str
    section: str
    name: str
    value: Decimal
    unit: str
    period: Period
    kind: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """In how many areas a rule is kept, broken, or cannot be judged for want of records."""

    kept: int
    broken: int
    silent: int

    @property
    def words(self) -> str:
        if not self.kept + self.broken:
            return _("没有记录可以判断")
        if not self.broken and not self.silent:
            return ngettext("符合（{n}处）", "符合（{n}处）", self.kept).format(n=self.kept)
        return _("{kept}处符合，{broken}处不符合，{silent}处没有记录").format(
            kept=self.kept, broken=self.broken, silent=self.silent
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim beside what records say. `value` None: no indicator yields it, or there is nothing to divide by."""

    claim: Claim
    value: Value | None
    verdict: Verdict | None
    met: bool | None

    @property
    def missing(self) -> str:
        """What is missing, in words; '' for nothing."""
        if self.value is None:
            return _("还没有由记录算出这一项的指标")
        nothing = self.value.missing or self.value.number is None
        if isinstance(self.value.indicator.reading, Ratio):  # of nothing, though there are areas
            nothing = nothing or not self.value.number
        return _("还没有这一项的记录") if nothing else ""

    @property
    def difference(self) -> Decimal | None:
        if self.claim.kind not in COMPARED or self.value is None or self.value.decimal is None:
            return None
        return self.value.decimal - self.claim.value

    @property
    def title(self) -> str:
        return str(self.value.indicator.title) if self.value else self.claim.name

    @property
    def said(self) -> str:
        """The letter's number as a person reads it; of a rule or a target it is the bound."""
        return f"{self.claim.value:,f}"

    @property
    def shown(self) -> str:
        """The number from records, with its unit; '' where there is none."""
        if self.missing or self.value is None or self.value.decimal is None:
            return ""
        return f"{self.value.decimal:,f} {self.value.unit}"

    @property
    def link(self) -> str:
        return f"/figures/{self.claim.id}/?area={settings.CITY_CODE}&period={self.claim.period.text}"

    def facts(self) -> dict[str, Any]:
        """Answer it for machines; numbers are texts, so that no digit is lost."""
        shown = self.value.decimal if self.value else None
        return {
            "id": self.claim.id,
            "section": self.claim.section,
            "name": self.claim.name,
            "kind": self.claim.kind,
            "value": None if shown is None else f"{shown:f}",
            "letter": f"{self.claim.value:f}",
            "difference": None if self.difference is None else f"{self.difference:f}",
            "unit": self.claim.unit,
            "period": self.claim.period.text,
            "link": self.link,
            "missing": self.missing,
            "met": self.met,
            "verdict": asdict(self.verdict) if self.verdict else None,
            "generated": settings.DEMO,
        }


@cache
def claims() -> tuple[Claim, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Claim(
                row["id"],
                row["section"],
                row["name"],
                Decimal(row["value"]),
                row["unit"],
                Period.parse(row["as_of"]),
                row["kind"],
            )
            for row in csv.DictReader(file)
        )


def findings(*, on: date) -> list[Finding]:
    """Answer all figures of the letter with their verdicts, in its order."""
    found = _read(claims(), on)
    return [_finding(claim, found.get(claim.id), on) for claim in claims()]


def read_aloud(*, on: date) -> dict[str, list[Finding]]:
    """Answer what everybody may see of them, without verdicts, by section of the letter as `letter.SECTIONS` has it."""
    shown = [c for c in claims() if c.id not in INDICATORS or INDICATORS[c.id].audience is Audience.PUBLIC]
    found = _read(shown, on)
    told: dict[str, list[Finding]] = {}
    for claim in shown:
        section = claim.section.replace("8.", "N") if claim.section.startswith("8.") else claim.section
        told.setdefault(section, []).append(Finding(claim, found.get(claim.id), None, None))
    return told


def _read(asked: Collection[Claim], on: date) -> dict[str, Value]:
    """Those of one period are read by one statement."""
    found: dict[str, Value] = {}
    for period in sorted({claim.period for claim in asked}):
        keys = [c.id for c in asked if c.period == period and c.id in INDICATORS]
        found |= values(keys, period=period, on=on, area=settings.CITY_CODE) if keys else {}
    return found


def _finding(claim: Claim, value: Value | None, on: date) -> Finding:
    if value is None:
        return Finding(claim, None, None, None)
    indicator, met = value.indicator, None
    rule = indicator.rule
    if target := indicator.target:
        met = value.number is not None and value.number >= target.value
        rule = Rule(at_least=target.value)
    verdict = _judged(indicator, rule, claim.period, on) if rule else None
    if verdict and met is None:
        met = None if not verdict.kept + verdict.broken else not verdict.broken
    return Finding(claim, value, verdict, met)


def _judged(indicator: Indicator, rule: Rule, period: Period, on: date) -> Verdict:
    """Judge every area of the rule's level: one without records has nothing of what is counted, or no ratio."""
    found = level_of(indicator.key, area=settings.CITY_CODE, level=rule.level, period=period, on=on)
    there = areas(on=min(period.last, on), under=settings.CITY_CODE, length=rule.level)
    towns = dict(there.values_list("code", "urban"))
    asked = [code for code, urban in towns.items() if rule.urban in (None, urban)]
    tally = Counter(_kept(indicator, rule, found.get(code)) for code in asked)
    silent = 0 if indicator.target and rule.level == COMMUNITY else tally[None]
    return Verdict(tally[True], tally[False], silent)


def _kept(indicator: Indicator, rule: Rule, value: Value | None) -> bool | None:
    if value is None and not isinstance(indicator.reading, Ratio):
        return rule.kept(Fraction(0))
    return None if value is None or value.number is None else rule.kept(value.number)
