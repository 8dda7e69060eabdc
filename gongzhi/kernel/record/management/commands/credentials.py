import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongzhi.kernel.record.ballot_verdicts import refusal_words
from gongzhi.kernel.record.papers import pdf, qr
from gongzhi.lib.belenios import Refused, credentials, group, voters
from gongzhi.lib.belenios.election import read_uuid
from gongzhi.lib.canonical import Json
from gongzhi.lib.sheets import csv_lines

NUMBER, WEIGHT = ("编号", "number"), ("权重", "weight")
Roll = dict[str, list[int]]
PRIVATE = 0o600


class Command(BaseCommand):
    help = "Make the credentials of an election on the authority's own machine, and the slips to hand out."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--group", default="Ed25519", help="Ed25519, or BELENIOS-2048")
        parser.add_argument("--uuid", required=True, help="of the election")
        parser.add_argument(
            "--voters", type=Path, required=True, help="CSV: 编号 number, 权重 weight (may lack)"
        )
        parser.add_argument(
            "--weight",
            action="append",
            default=[],
            metavar="COLUMN",
            help="column of a weight; repeat it in the order of the poll where votes are counted in several ways",
        )
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="an empty or new folder")
        parser.add_argument("--title", default="选举", help="what stands on the slips")
        parser.add_argument("--address", default="", help="of the page to vote on, for the QR code")

    def handle(
        self, *args: Any, uuid: str, voters: Path, out: Path, title: str, address: str, **options: Any
    ) -> None:
        try:
            roll = _roll(voters, options["weight"])
            pairs = credentials.generate(group(options["group"]), read_uuid(uuid), len(roll))
            out.mkdir(parents=True, exist_ok=True, mode=0o700)
            slips: list[Json] = [
                slip(number, secret, address) for number, (secret, _public) in zip(roll, pairs, strict=True)
            ]
            about: dict[str, Json] = {
                "title": title,
                "address": address or "—",
                "slips": slips,
            }
            paper = pdf("slips", about, at=timezone.now())
            self._write(out, roll, pairs, paper)
        except Refused as refusal:
            raise CommandError(refusal_words(refusal)) from refusal
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"文件读写不成功，请换一个空文件夹再试 file: {error}") from error

    def _write(self, out: Path, roll: Roll, pairs: list[tuple[str, str]], paper: bytes) -> None:
        """No file is written over: a slip that was handed out must stay the one of its list."""
        weights = {public: weight for (_secret, public), weight in zip(pairs, roll.values(), strict=True)}
        secrets = [(number, secret) for number, (secret, _public) in zip(roll, pairs, strict=True)]
        register = [(number, public) for number, (_secret, public) in zip(roll, pairs, strict=True)]
        files = {
            "public_creds.json": (voters.made(weights) + "\n").encode(),
            "register.csv": _table("credential", register),
            "private_creds.csv": _table("secret", secrets),
            "slips.pdf": paper,
        }
        for name, content in files.items():
            (out / name).touch(mode=PRIVATE, exist_ok=False)
            (out / name).write_bytes(content)
        self.stdout.write(
            f"已为 {len(roll)} 人生成投票码，在 {out}。public_creds.json 交给平台；register.csv 只交给保管名册的人，"
            f"由它看得出谁投过票，看不出投给谁；slips.pdf 打印、密封、发放后，请将它和 private_creds.csv 一并销毁。\n"
            f"Made {len(roll)} credentials in {out}. public_creds.json goes to the platform; register.csv only to the "
            f"keeper of the roll: it shows who voted, not how. Destroy slips.pdf and private_creds.csv when the slips "
            f"are printed, sealed and handed out."
        )


def _roll(path: Path, columns: Sequence[str]) -> Roll:
    """Answer the weights of each roll number, in the order of the table. Raises CommandError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows, head = list(reader), list(reader.fieldnames or ())
    used = list(columns) or [name for name in WEIGHT if name in head][:1]
    if missing := [name for name in used if name not in head]:
        raise CommandError(f"{path} 没有“{missing[0]}”一栏。什么也没有写。no such column")
    found: Roll = {}
    for line, row in enumerate(rows, 2):
        number = next((row[name].strip() for name in NUMBER if row.get(name)), "")
        weights = [(row[name] or "").strip() or "1" for name in used] or ["1"]
        if not number or number in found or not _weighs(weights):
            raise CommandError(
                f"{path} 第 {line} 行：编号空缺或者重复，或者权重不是正整数。什么也没有写。\n"
                f"line {line}: the number is missing or stands twice, or a weight is no whole number above 0."
            )
        found[number] = [int(each) for each in weights]
    if not found:
        raise CommandError(f"{path} 里没有选民。什么也没有写。no voters in the table")
    return found


def _weighs(weights: Sequence[str]) -> bool:
    """Somebody may weigh nothing in one of several counts, an owner of a garage as a head; never in all."""
    return any(map(_is_weight, weights)) and all(w == "0" or _is_weight(w) for w in weights)


def _is_weight(text: str) -> bool:
    return text.isascii() and text.isdigit() and text[0] != "0" and len(text) <= 10


def slip(number: str, secret: str, address: str) -> dict[str, Json]:
    """Answer a slip. Its code leads to the page with the credential behind the #, which browsers send to nobody."""
    return {"number": number, "secret": secret, "qr": qr(f"{address}#{secret}" if address else secret)}


def _table(second: str, rows: list[tuple[str, str]]) -> bytes:
    return "".join(csv_lines(["number", second], rows)).encode()
