"""What stands in the registers of a generated city, so that each figure of the letter of 13 April 2020 comes out.

The totals are the letter's own, with its section; how they lie over the city is made up, as are all names. What lies
at the city itself is whole at any share of the city.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from gongzhi.kernel.people.generating import name
from gongzhi.kernel.territory.generating import VINTAGE, Place, Plan, Site
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.vocabulary import CITY, TOWNSHIP
from gongzhi.lib.apportion import apportion

# name, since, until, values, and what is changed later: from which day, why, which values
Line = tuple[str, date, date | None, dict[str, Any], tuple[date, str, Mapping[str, Any]] | None]
Lines = Iterator[tuple[str, Line]]  # each with the key of its register
ENTERED, OF_2019, OF_2020 = date(2017, 3, 1), date(2019, 6, 30), date(2020, 3, 31)
QUARTERS = tuple(date(year, month, 1) for year in range(2015, 2021) for month in (1, 4, 7, 10))[:21]
LISTS = {  # 2.2, 4.2
    "self_government": 23,
    "assistance": 27,
    "prohibited": 7,
    "certificates": 10,
    "abolished": 35,
    "rooms": 15,
    "fields": 18,
}
LEDGERS = (53, 17)  # 2.2, a community on the average: before, after
COMMITTEES, TOWNSHIP_COMMITTEES, OTHERS = 11_137, 1_029, {"enterprise": 92, "sector": 575}  # 3.2
MEDIATORS, FULL_TIME, APPOINTED, DISMISSED = 69_595, 3_165, 4_610, 3_590  # 3.2, those of 2019
MEDIATED = {"petition": 1_475, "court": 26_200, "police": 31_327}  # 3.2
SESSIONS, TRAINEES = 2, 300  # 3.3
COUNCILS = {"villagers": 6_462, "weddings": 6_408, "ethics": 5_888}  # 3.3
LAUREATES = 10  # 3.4
ORGANISATIONS, INCUBATORS_CITY, INCUBATORS_COUNTY = 32_988, 6, 58  # 4.1
SOCIAL_WORKERS, STATIONS, MASTERS = 55_000, 3_775, 4  # 4.2
STANDARD = {True: 2, False: 1}  # 4.2, social workers in each community of a town, in each village
MASTER = {"award": 10_000_000, "grant": 20_000_000}  # 4.2, 分
PROJECTS = {  # 4.3, 4.4, 6.4: how many, 分, activities, people
    "city": (724, 6_830_000_000, 0, 0),
    "county": (1_735, 18_000_000_000, 0, 0),
    "charity": (900, 122_000_000_000, 2_700, 640_000),
    "red_cross": (47, 6_866_000_000, 0, 1_680_000),
    "foundation": (800, 2_700_000_000, 0, 0),
}
GIFTS = {  # 4.4, 6.4: 分
    ("red_cross", "raised"): 4_599_740_000,
    ("foundation", "raised"): 4_300_000_000,
    ("foundation", "leveraged"): 4_000_000_000,
}
VOLUNTEERS, VOLUNTEERING = 5_790_000, 36_000  # 4.4
VISITS = 500_000  # 5.2
SUBSIDY = 2_600_000_000  # 6.1, 分 in a year
COVERED = (988, 1_000)  # 6.1, of urban communities with a service centre; of villages all
FLOOR = {True: 3_410, False: 5_096}  # 6.1, 0.01 m² for a hundred households
PROPERTY = {"coordination": 62, "committee": 81, "disputes": 82}  # made up; 2.4 wants 60, 80 and 80 %
ESTATES = 400  # made up
INCOME = {
    "rural": 1_263_800,
    "urban_income": 3_219_300,
}  # 分 a head in 2017, statistical communiqué of the city
FAR = "（演示）"


def line(
    title: str, values: dict[str, Any], since: date = ENTERED, until: date | None = None, later: Any = None
) -> Line:
    return title, since, until, values, later


@lru_cache(maxsize=1)
def sheets_of(plan: Plan) -> "Sheets":
    return Sheets(plan)


class Sheets:
    """The lines of every area; what is counted over the whole city is shared out once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        evenly = {
            "mediation_committees": COMMITTEES,
            "mediators": MEDIATORS,
            "full_time": FULL_TIME,
            "appointed": APPOINTED,
            "dismissed": DISMISSED,
            "stations": STATIONS,
            **COUNCILS,
        }
        by_people = {"organisations": ORGANISATIONS, "volunteers": VOLUNTEERS, "volunteering": VOLUNTEERING}
        self.parts = {key: plan.share_out(total, evenly=True) for key, total in evenly.items()}
        self.parts |= {key: plan.share_out(total) for key, total in by_people.items()}
        self.parts["estates"] = plan.share_out(ESTATES, urban=True, evenly=True)
        self.homes = {place.code: max(place.people * 2 // 5, 200) for place in plan.places}
        self.workers, self.floors = self._workers(), self._floors(True) | self._floors(False)
        self.projects = {funder: self._projects(*totals) for funder, totals in PROJECTS.items()}
        self.has = {key: self._some(percent, 100) for key, percent in PROPERTY.items()}

    def of(self, site: Site) -> Iterator[tuple[str, bool | None, Lines]]:
        """Answer the areas of a site, whether each is of a town, and its lines with their registers."""
        if len(site.code) == CITY:
            yield site.code, None, self._city()
            return
        yield site.code, None, self._county(site.code)
        for n, code in enumerate(self.townships):
            if code.startswith(site.code) and self._cut(TOWNSHIP_COMMITTEES, n, len(self.townships)):
                committee = line("镇街人民调解委员会", {"kind": "township"})
                yield code, None, iter([("mediation_committees", committee)])
        for n, place in enumerate(self.plan.places):
            if place.code.startswith(site.code):
                yield place.code, place.urban, self._place(place, n)

    @cached_property
    def townships(self) -> list[str]:
        counties = set(self.plan.counties())
        found = areas(on=VINTAGE, length=TOWNSHIP).values_list("code", flat=True)
        return [code for code in found if code[:6] in counties]

    def _cut(self, total: int, n: int, of: int) -> int:
        """Answer the part of the n-th of so many that are alike."""
        whole = self.plan.scaled(total)
        return whole * (n + 1) // of - whole * n // of

    def _some(self, part: int, of: int) -> set[str]:
        """Answer so many of the communities of towns, rounded to the nearest whole number."""
        towns = [place.code for place in self.plan.places if place.urban]
        wanted = (2 * part * len(towns) + of) // (2 * of)
        return {
            code
            for code, n in zip(towns, apportion(wanted, [1] * len(towns)) if towns else [], strict=True)
            if n
        }

    def _workers(self) -> dict[str, int]:
        least = {place.code: STANDARD[place.urban] for place in self.plan.places}
        weights = [place.people for place in self.plan.places]
        rest = max(self.plan.scaled(SOCIAL_WORKERS) - sum(least.values()), 0)
        more = apportion(rest if any(weights) else 0, weights)
        return {code: n + extra for (code, n), extra in zip(least.items(), more, strict=True)}

    def _floors(self, urban: bool) -> dict[str, int]:
        """Answer the floor area of each service centre, so that a hundred households have what the letter says."""
        homes = {place.code: self.homes[place.code] for place in self.plan.places if place.urban is urban}
        having = self._some(*COVERED) if urban else set(homes)
        weights = [homes[code] if code in having else 0 for code in homes]
        total = (FLOOR[urban] * sum(homes.values()) + 50) // 100 if any(weights) else 0
        return {code: n for code, n in zip(homes, apportion(total, weights), strict=True) if code in having}

    def _projects(self, number: int, *totals: int) -> dict[str, list[tuple[int, ...]]]:
        """Answer the projects of each place: amount, activities, people."""
        parts = self.plan.share_out(number, evenly=True)
        ones = [1] * sum(parts.values())
        each = zip(
            *(apportion(self.plan.scaled(total) if ones else 0, ones) for total in totals), strict=True
        )
        return {code: [next(each) for _n in range(n)] for code, n in parts.items()}

    def _city(self) -> Lines:
        for key, number in LISTS.items():
            for n in range(1, number + 1):
                yield "lists", line(f"{key} {n}{FAR}", {"list": key})
        yield "incomes", line("重庆市", INCOME)
        for n, trainees in enumerate(apportion(TRAINEES, [1] * SESSIONS), start=1):
            yield "trainings", line(f"第{n}期{FAR}", {"topic": "covenants", "trainees": trainees}, OF_2019)
        chance = self.plan.chance("masters")
        for _n in range(MASTERS):
            yield "masters", line(name(chance), MASTER, OF_2019)
        for _n in range(LAUREATES):
            yield "laureates", line(name(chance), {"award": "national_finest"}, OF_2019)
        for n in range(1, INCUBATORS_CITY + 1):
            yield "incubators", line(f"市级孵化基地{n}{FAR}", {"rank": "city"})
        yield from self._given()

    def _given(self) -> Lines:
        for (fund, form), total in GIFTS.items():
            day = OF_2020 if fund == "red_cross" else OF_2019
            for n, amount in enumerate(apportion(total, [1] * 12), start=1):
                yield "gifts", line(f"爱心企业{n}{FAR}", {"fund": fund, "form": form, "amount": amount}, day)
        for day, visits in zip(QUARTERS[-5:], apportion(VISITS, [1] * 5), strict=True):
            yield "visits", line(f"法律服务网{FAR}", {"visits": visits}, day)

    def _county(self, code: str) -> Lines:
        counties = self.plan.counties()
        n, of = counties.index(code), len(counties)
        for kind, total in OTHERS.items():
            for k in range(1, self._cut(total, n, of) + 1):
                yield "mediation_committees", line(f"{kind}调解委员会{k}{FAR}", {"kind": kind})
        for k in range(1, self._cut(INCUBATORS_COUNTY, n, of) + 1):
            yield "incubators", line(f"区县孵化基地{k}{FAR}", {"rank": "county"})
        for origin, total in MEDIATED.items():
            cases = self._cut(total, n, of)
            yield "mediated", line(f"{origin}{FAR}", {"origin": origin, "cases": cases}, OF_2019)
        yield "subsidies", line(f"便民服务中心建设补助{FAR}", {"amount": self._cut(SUBSIDY, n, of)}, OF_2020)

    def _place(self, place: Place, n: int) -> Lines:
        chance = self.plan.chance("registers", place.code)
        yield "communities", self._facts(place, n)
        yield "pay", self._pay(place, n)
        yield from self._premises(place)
        yield from self._mediation(place, chance)
        yield from self._social(place, chance)
        for funder, found in self.projects.items():
            for k, (amount, activities, people) in enumerate(found.get(place.code, ())):
                yield "projects", self._project(place, funder, n + k, amount, activities, people)
        for k in range(self.parts["estates"].get(place.code, 0)):
            yield "estates", self._estate(place, n + k)

    def _premises(self, place: Place) -> Lines:
        if (floor := self.floors.get(place.code)) is not None:
            yield "centres", line(place.name, {"address": f"{place.full}{FAR}", "floor": floor})
            for k, use in enumerate(("服务大厅", "居民议事室", "人民调解室", "阅览室", "活动室")):
                yield "rooms", line(f"{use}{FAR}", {"use": use, "floor": 2_000 + 900 * k})
        for words in ("党组织", "委员会", "监督委员会"):
            yield "plaques", line(f"{place.name}{words}", {"outside": True})

    def _facts(self, place: Place, n: int) -> Line:
        """Ledgers differ by as much above the average as below it: two neighbours make a pair."""
        homes = self.homes[place.code]
        last = n == len(self.plan.places) - 1 and n % 2 == 0
        off = 0 if last else (n // 2 % 9) * (-1) ** n
        values = {
            "households": homes,
            "residents": place.people,
            "staff": -(-homes // 100),
            "radius": 5 + n % 6,
            "circle": 10 + n % 11,
            "ledgers": LEDGERS[0] + off,
            **{key: place.code in having for key, having in self.has.items()},
        }
        return line(place.name, values, later=(date(2020, 1, 1), "精简台账", {"ledgers": LEDGERS[1] + off}))

    def _pay(self, place: Place, n: int) -> Line:
        base, least = (INCOME["urban_income"], 120) if place.urban else (INCOME["rural"], 200)
        return line(place.name, {"pay": base * (least + n % 30) // 100, "base": base})

    def _mediation(self, place: Place, chance: Any) -> Lines:
        parts = {key: found.get(place.code, 0) for key, found in self.parts.items()}
        committee = f"{place.name}人民调解委员会"
        for _n in range(parts["mediation_committees"]):
            yield "mediation_committees", line(committee, {"kind": "community"})
        for kind in COUNCILS:
            if parts[kind]:
                yield "councils", line(f"{place.name}{kind}{FAR}", {"kind": kind})
        for n in range(parts["mediators"] + parts["dismissed"]):
            gone = n >= parts["mediators"]
            since = OF_2019 if n < parts["appointed"] else ENTERED
            values = {
                "committee": committee,
                "full_time": parts["mediators"] - n - 1 < parts["full_time"] and not gone,
            }
            yield "mediators", line(name(chance), values, since, date(2019, 9, 30) if gone else None)

    def _social(self, place: Place, chance: Any) -> Lines:
        grades, kinds = (
            ("none", "none", "assistant", "worker"),
            ("service", "neighbours", "culture", "charity"),
        )
        for n in range(self.workers[place.code]):
            yield "social_workers", line(name(chance), {"grade": grades[n % 4]})
        for n in range(self.parts["organisations"].get(place.code, 0)):
            values = {"kind": kinds[n % 4], "standing": "registered" if n % 5 == 0 else "filed"}
            yield "organisations", line(f"{place.name}{_NAMES[n % 4]}{n + 1}队{FAR}", values)
        for _n in range(self.parts["stations"].get(place.code, 0)):
            yield "stations", line(f"{place.name}社会工作室", {})
        for n in range(self.parts["volunteering"].get(place.code, 0)):
            yield "volunteer_organisations", line(f"{place.name}志愿服务{n + 1}队{FAR}", {})
        for _n in range(self.parts["volunteers"].get(place.code, 0)):
            yield "volunteers", line(name(chance), {}, QUARTERS[int(chance.random() * len(QUARTERS))])

    def _project(self, place: Place, funder: str, n: int, amount: int, activities: int, people: int) -> Line:
        day = OF_2020 if funder == "red_cross" else date(2017 + n % 3, 6, 30)
        values: dict[str, Any] = {"funder": funder, "spent": amount}
        values |= {"activities": activities} if activities else {}
        values |= {"people": people} if people else {}
        return line(f"{place.name}服务项目{FAR}", values, day)

    def _estate(self, place: Place, n: int) -> Line:
        homes, waiting = 300 + n % 500, n % 4 == 0
        occupied = homes * (20 + n % 25 if waiting else 60 + n % 35) // 100
        values = {"homes": homes, "occupied": occupied, "committee": not waiting}
        return line(f"{place.name}新居{n}{FAR}", values, date(2018, 6, 30))


_NAMES: Sequence[str] = ("便民", "邻里互助", "文体", "爱心")
