"""What do secret ballots cost? Prints ratios: casting, verifying, tallying, beside what others need for the same.

    python benchmarks/ballots.py [BALLOTS] [WORKERS]       2,000 ballots of 10 candidates and 2 processes without

Verifying is compared with `belenios-tool election verify` on the same archive (BELENIOS-2048; its time is taken on
at most 200 of the ballots, as it grows evenly with their number) and with the bare group operations that the
specification asks for: per commitment two powers, per element one power to the order; gmpy2's powmod, PyNaCl's
scalar multiplications. Ends with 1 when verifying needs more than 1.5 times the bare operations on one core.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import gmpy2
from nacl import bindings as sodium

sys.path.insert(0, str(Path(__file__).parents[1]))

from gongzhi.lib.belenios import archive, ballots, tally, verify
from gongzhi.lib.belenios.parameters import G, P, Q
from gongzhi.lib.tests.belenios.elections import Held, many

CANDIDATES, MOST = 10, 3
COMMITMENTS = 2 * (2 * CANDIDATES + MOST + 1)
ELEMENTS = 2 * CANDIDATES + 1
SAMPLE = 200
REPEATS = 2000
LARGEST = 1.5


def seconds(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def each(run: Callable[[int], object], order: int) -> float:
    """Seconds of one operation, with exponents as a ballot has them."""
    exponents = [pow(7, n + 100, order) for n in range(REPEATS)]
    return seconds(lambda: [run(exponent) for exponent in exponents]) / REPEATS


def bare_modular() -> float:
    """Seconds that the powers of one ballot take."""
    power = each(lambda exponent: gmpy2.powmod(G, exponent, P), Q)
    return power * (2 * COMMITMENTS + 2 + ELEMENTS)


def bare_edwards() -> float:
    order = 2**252 + 27742317777372353535851937790883648493
    point = sodium.crypto_scalarmult_ed25519_base_noclamp((5).to_bytes(32, "little"))
    base = each(lambda e: sodium.crypto_scalarmult_ed25519_base_noclamp(e.to_bytes(32, "little")), order)
    power = each(lambda e: sodium.crypto_scalarmult_ed25519_noclamp(e.to_bytes(32, "little"), point), order)
    add = each(lambda _: sodium.crypto_core_ed25519_add(point, point), order)
    valid = each(lambda _: sodium.crypto_core_ed25519_is_valid_point(point), order)
    half = COMMITMENTS // 2
    return (half + 1) * base + (half + COMMITMENTS + 1) * power + (COMMITMENTS + 1) * add + ELEMENTS * valid


def belenios_tool(held: Held) -> float | None:
    """Seconds a ballot that belenios-tool needs to verify the archive, or None where it is not installed."""
    tool = shutil.which("belenios-tool")
    if not tool:
        return None
    sample = archive.write(replace(held.voted(), ballots=held.ballots[:SAMPLE]))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "election.bel").write_bytes(sample)
        command = [tool, "election", "verify", "--dir", folder]
        took = seconds(lambda: subprocess.run(command, check=True, capture_output=True))  # noqa: S603
    return took / min(SAMPLE, len(held.ballots))


def measured(name: str, size: int, workers: int, bare: float) -> tuple[str, float]:
    begin = time.perf_counter()
    held = many(name, size, CANDIDATES, MOST)
    cast = (time.perf_counter() - begin) / size
    parsed = [ballots.parse(held.election, text) for text in held.ballots]
    counting = seconds(lambda: tally.encrypt(held.election, parsed, held.weights)) / size
    whole = held.file(1, 2)
    one = seconds(lambda: verify(whole)) / size
    more = seconds(lambda: verify(whole, workers)) / size
    if not verify(whole, workers).ok:
        raise SystemExit("the archive does not verify")
    theirs = belenios_tool(held) if name == "BELENIOS-2048" else None
    beside = (
        ""
        if theirs is None
        else f"; belenios-tool : ours {theirs / one:.1f} on one core, {theirs / more:.1f} on {workers}"
    )
    return (
        f"{name}, {size} ballots of {CANDIDATES}; ours : bare group operations: cast {cast / bare:.2f}, "
        f"verify {one / bare:.2f} (on {workers} cores {more / bare:.2f}), tally {counting / bare:.3f}{beside}"
    ), one / bare


def main(size: int, workers: int) -> int:
    worst = 0.0
    for name, bare in (("BELENIOS-2048", bare_modular()), ("Ed25519", bare_edwards())):
        line, ratio = measured(name, size, workers, bare)
        print(line)
        worst = max(worst, ratio)
    return int(worst > LARGEST)


if __name__ == "__main__":
    raise SystemExit(main(*(int(word) for word in [*sys.argv[1:], *("2000", "2")[len(sys.argv) - 1 :]])))
