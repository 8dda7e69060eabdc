"""How does the number of matters weigh on what is read? 99th percentile of each page at 10^SIZE over that at 10^4.

    python tools/throwaway_postgres.py -- python -m benchmarks.pages [SIZE]

One client, over HTTP, by a district's officer and in the city: list, search by number and by words, the map's data,
dashboard. The bases are asked in turns, so that what else the machine does weighs on both alike. Also prints how
many queries each takes. Ends with 1 above 1.3, or when the number of queries differs.
"""

import json
import sys
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

from benchmarks.bases import SMALL, Base, base, percentile, served
from benchmarks.clients import Client

TIMES, AT_ONCE = 200, 10
MOST = 1.3
WORDS = ("路灯", "电梯 停运", "楼道堆物")


def pages(base: Base) -> dict[str, list[str]]:
    """Answer what is asked, in several forms each, so that no answer is simply the last one."""
    with base.connect() as line:
        rows = line.execute("SELECT number FROM matters_matter TABLESAMPLE SYSTEM (5) LIMIT 50").fetchall()
        busiest = line.execute(
            "SELECT county_code FROM matters_matter WHERE closed_at IS NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 5"
        ).fetchall()
    counties = [code for (code,) in busiest]
    words = [quote(w) for w in WORDS]
    return {
        "list, city": ["/work/?area=50"],
        "list, district": [f"/work/?area={code}" for code in counties],
        "list, open by term": ["/work/?area=50&state=open&sort=due"],
        "search by number": [f"/work/?area=50&q={number}" for (number,) in rows],
        "search by words, city": [f"/work/?area=50&q={w}" for w in words],
        "search by words, district": [f"/work/?area={code}&q={w}" for code in counties for w in words],
        "map": ["/cases/board/map.json"],
        "points": ["/cases/answers/points.json"],
        "dashboard, city": ["/cases/board/?area=50"],
        "dashboard, district": [f"/cases/board/?area={code}" for code in counties],
        "figures": ["/figures/?area=50"],
        "desk": ["/desk/"],
    }


def measured(bases: dict[int, Base]) -> dict[str, dict[int, list[float]]]:
    asked = {n: pages(one) for n, one in bases.items()}
    with ExitStack() as all_of_it:
        clients = {}
        for n, one in bases.items():
            port = all_of_it.enter_context(served(one, workers=1))
            clients[n] = Client(port, json.loads(one.run("-m", "benchmarks.crew", "city")))
        found: dict[str, dict[int, list[float]]] = {}
        for name in asked[SMALL]:
            found[name] = {n: [] for n in bases}
            for turn in range(-1, TIMES // AT_ONCE):
                for n, client in clients.items():
                    client.times.clear()
                    for k in range(AT_ONCE):
                        client.get(asked[n][name][(turn * AT_ONCE + k) % len(asked[n][name])])
                    if turn >= 0:
                        found[name][n] += [seconds for _at, seconds in client.times]
        return found


def queries(base: Base) -> dict[str, int]:
    told: dict[str, Any] = json.loads(base.run("-m", "benchmarks.crew", "queries", json.dumps(pages(base))))
    return told


def main(size: int) -> int:
    bases = {n: base(n) for n in (SMALL, size)}
    found, counted = measured(bases), {n: queries(one) for n, one in bases.items()}
    wrong = 0
    for name, times in found.items():
        small, large = (percentile(times[n], 0.99) for n in (SMALL, size))
        middle, higher = (percentile(times[n], 0.5) for n in (SMALL, size))
        same = counted[SMALL][name] == counted[size][name]
        wrong += large / small > MOST or not same
        print(
            f"{name:<28} 99 %: {large / small:5.2f} ({1000 * small:.0f} and {1000 * large:.0f} ms)   middle: "
            f"{higher / middle:5.2f}   queries {counted[SMALL][name]}{'' if same else f' and {counted[size][name]}'}"
        )
    print(f"pages at 10^{size} : at 10^{SMALL} matters: {wrong} of {len(found)} above {MOST}")
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 6))
