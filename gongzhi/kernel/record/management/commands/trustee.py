from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongzhi.kernel.record.ballot_verdicts import refusal_words, words
from gongzhi.lib.belenios import Refused, ceremony, decrypting, group, trustees, verify

PRIVATE, PUBLIC = 0o600, 0o644


class Command(BaseCommand):
    help = "What a trustee does on a machine of their own: make a key, alone or with others, and decrypt."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        for name, (about, _run) in TASKS.items():
            task = tasks.add_parser(name, help=about)
            _arguments(task, name)

    def handle(self, *args: Any, task: str, **options: Any) -> None:
        try:
            for path, text, mode in TASKS[task][1](options):
                _write(path, text, mode)
                self.stdout.write(f"已写入 written: {path}")
        except Refused as refusal:
            raise CommandError(refusal_words(refusal)) from refusal
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"文件读写不成功 file: {error}") from error


Files = tuple[Path, str, int]


def _arguments(task: ArgumentParser, name: str) -> None:
    task.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where files are written")
    if name == "decrypt":
        task.add_argument("file", type=Path, help="the archive (.bel)")
        task.add_argument("--key", type=Path, required=True, help="private.key or seed.key of this trustee")
        task.add_argument("--decryption-key", type=Path, help="NUMBER.dkey of the last step, with a seed")
        return
    task.add_argument(
        "--group", default="Ed25519", help="Ed25519, or BELENIOS-2048 for Debian's belenios-tool"
    )
    if name in ("keygen", "certificate"):
        return
    task.add_argument("--certs", type=Path, required=True, help="all certificates, one a line, in one order")
    task.add_argument("--threshold", type=int, required=True, help="how many are needed to decrypt")
    if name in ("polynomial", "share"):
        task.add_argument("--key", type=Path, required=True, help="seed.key of this trustee")
    if name == "share":
        task.add_argument("--vinput", type=Path, required=True, help="NUMBER.vinput of this trustee")
    if name in ("route", "conclude"):
        task.add_argument("--polynomials", type=Path, required=True, help="all, one a line, in that order")
    if name == "conclude":
        task.add_argument("--voutputs", type=Path, required=True, help="all, one a line, in that order")


def _keygen(given: dict[str, Any]) -> list[Files]:
    private, public = trustees.generate(group(given["group"]))
    return [(given["out"] / "private.key", private, PRIVATE), (given["out"] / "public.json", public, PUBLIC)]


def _certificate(given: dict[str, Any]) -> list[Files]:
    seed, certificate = ceremony.certificate(group(given["group"]))
    return [(given["out"] / "seed.key", seed, PRIVATE), (given["out"] / "cert.json", certificate, PUBLIC)]


def _polynomial(given: dict[str, Any]) -> list[Files]:
    used, seed = group(given["group"]), given["key"].read_text()
    made = ceremony.polynomial(used, seed, _lines(given["certs"]), given["threshold"])
    return [(given["out"] / "polynomial.json", made, PUBLIC)]


def _route(given: dict[str, Any]) -> list[Files]:
    used, certs = group(given["group"]), _lines(given["certs"])
    made = ceremony.route(used, certs, given["threshold"], _lines(given["polynomials"]))
    return [(given["out"] / f"{number}.vinput", each, PUBLIC) for number, each in enumerate(made, 1)]


def _share(given: dict[str, Any]) -> list[Files]:
    used, seed, certs = group(given["group"]), given["key"].read_text(), _lines(given["certs"])
    made = ceremony.share(used, seed, certs, given["threshold"], given["vinput"].read_text())
    return [(given["out"] / "voutput.json", made, PUBLIC)]


def _conclude(given: dict[str, Any]) -> list[Files]:
    parts = [_lines(given[name]) for name in ("polynomials", "voutputs")]
    parameters, keys = ceremony.conclude(
        group(given["group"]), _lines(given["certs"]), given["threshold"], *parts
    )
    files = [(given["out"] / f"{number}.dkey", each, PRIVATE) for number, each in enumerate(keys, 1)]
    return [(given["out"] / "threshold.json", parameters, PUBLIC), *files]


def _decrypt(given: dict[str, Any]) -> list[Files]:
    """A trustee believes nobody: the archive is verified before anything is decrypted."""
    data = given["file"].read_bytes()
    report = verify(data)
    if not report.ok:
        raise CommandError("\n".join("\n".join(words(each)) for each in report.findings))
    used, key = decrypting.group_of(data), given["key"].read_text()
    mine = given["decryption_key"]
    secret = ceremony.decryption_key(used, key, mine.read_text()) if mine else trustees.private_key(used, key)
    partial = decrypting.contribute(data, secret)
    name = f"{given['file'].stem}.{partial.owner}.partial.json"
    return [(given["out"] / name, partial.text, PUBLIC)]


TASKS: dict[str, tuple[str, Callable[[dict[str, Any]], Sequence[Files]]]] = {
    "keygen": ("a key of a trustee who must be there", _keygen),
    "certificate": ("step 1, each trustee: seed.key (keep it) and cert.json", _certificate),
    "polynomial": ("step 3, each trustee: polynomial.json", _polynomial),
    "route": ("step 4, coordinator: NUMBER.vinput for each trustee", _route),
    "share": ("step 5, each trustee: voutput.json", _share),
    "conclude": ("step 6, coordinator: threshold.json, NUMBER.dkey for each trustee", _conclude),
    "decrypt": ("verify an archive and contribute to opening its count", _decrypt),
}


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line.strip()]


def _write(path: Path, text: str, mode: int) -> None:
    """A key is never written over, and nobody else may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=mode, exist_ok=mode != PRIVATE)
    path.write_text(text + "\n", "utf-8")
