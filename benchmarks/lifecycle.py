"""How does the number of matters weigh on a lifecycle? Lifecycles per second at 10^SIZE over those at 10^4.

    python tools/throwaway_postgres.py -- python -m benchmarks.lifecycle [SIZE]

Over HTTP, with the server that `gongzhi serve` runs (without its worker), on PostgreSQL. Rounds at both sizes
alternate; what is compared is the median. Ends with 1 below 0.9.
"""

import statistics
import sys

from benchmarks.bases import SMALL, Base, base, percentile, served
from benchmarks.clients import Client, together

ROUNDS, SECONDS, CLIENTS = 3, 12.0, 6
LEAST = 0.9


def rate(base: Base) -> tuple[float, float]:
    """Answer lifecycles per second, and the 95th percentile of a request in milliseconds."""
    with served(base) as port:
        clients = [Client(port, who) for who in base.crew()[:CLIENTS]]
        together(clients, 3, Client.lifecycle)
        for client in clients:
            client.times.clear()
        found = together(clients, SECONDS, Client.lifecycle)
        return found, 1000 * percentile([t for c in clients for _at, t in c.times], 0.95)


def main(size: int) -> int:
    bases = {n: base(n) for n in (SMALL, size)}
    found: dict[int, list[tuple[float, float]]] = {n: [] for n in bases}
    for _round in range(ROUNDS):
        for n, one in bases.items():
            found[n].append(rate(one))
    rates = {n: statistics.median(r for r, _ms in rounds) for n, rounds in found.items()}
    for n, rounds in found.items():
        told = ", ".join(f"{r:.1f}" for r, _ms in rounds)
        print(
            f"    10^{n}: {told} lifecycles per second; a request 95 % within {min(ms for _r, ms in rounds):.0f} ms"
        )
    ratio = rates[size] / rates[SMALL]
    print(f"lifecycles at 10^{size} : at 10^{SMALL} matters {ratio:.2f} (target {LEAST})")
    return int(ratio < LEAST)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 6))
