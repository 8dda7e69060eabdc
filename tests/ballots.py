"""The browser's modules under node, and elections made by Debian's belenios-tool, for the tests of ballots."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tools.build_assets import node_command

ROOT = Path(__file__).parents[1]
BELENIOS = os.environ.get("GONGZHI_BELENIOS") or shutil.which("belenios-tool")
GROUP = "BELENIOS-2048"


class Refusal(Exception):
    """What the modules throw; its text is their word."""


@dataclass(frozen=True)
class Scripts:
    node: "subprocess.Popen[str]"

    def call(self, *said: Any) -> dict[str, Any]:
        assert self.node.stdin is not None
        assert self.node.stdout is not None
        self.node.stdin.write(json.dumps(said) + "\n")
        self.node.stdin.flush()
        answer: dict[str, Any] = json.loads(self.node.stdout.readline())
        if "error" in answer:
            raise Refusal(answer["error"])
        return answer

    def __call__(self, *said: Any) -> Any:
        return self.call(*said)["result"]


@contextmanager
def node() -> Iterator[Scripts]:
    command = node_command()
    assert command is not None, "needs Node.js, as the build does"
    driver = Path(__file__).with_suffix(".mjs")
    with subprocess.Popen(
        [command, driver], text=True, encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        yield Scripts(running)


@dataclass(frozen=True)
class ToolElection:
    """An election in a folder, as belenios-tool keeps it."""

    folder: Path
    credentials: list[str]

    @property
    def text(self) -> str:
        return (self.folder / "election.json").read_text("utf-8")

    def tool(self, *command: str, said: str = "") -> str:
        assert BELENIOS is not None
        done = subprocess.run(
            [BELENIOS, *command], cwd=self.folder, input=said, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add(self, kind: str, said: str = "") -> None:
        self.tool("archive", "add-event", f"--type={kind}", said=said)

    def add_decryption(self, owner: int, partial: str) -> None:
        payload = sha256(partial.encode()).hexdigest()
        owned = json.dumps({"owner": owner, "payload": payload}, separators=(",", ":"))
        self.add("PartialDecryption", f"{partial}\n{owned}\n")

    def close(self) -> str:
        """Close the ballot box and answer the encrypted tally."""
        self.add("EndBallots")
        tally = self.tool("election", "compute-encrypted-tally")
        self.add("EncryptedTally", tally)
        return tally.splitlines()[0]

    def result(self) -> Any:
        found = self.tool("election", "compute-result")
        self.add("Result", found)
        self.tool("election", "verify")
        return json.loads(found)["result"]


def found(folder: Path, questions: list[dict[str, Any]], voters: int, *publics: str) -> ToolElection:
    """Make an election whose trustees have these public keys, and open its archive."""
    election = ToolElection(folder, [])
    uuid = election.tool("setup", "generate-token").strip()
    own = ("--uuid", uuid, "--group", GROUP)
    election.tool("setup", "generate-credentials", *own, "--count", str(voters))
    next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
    lines = next(folder.glob("*.privcreds")).read_text("utf-8").splitlines()
    election.credentials.extend(line.split()[1] for line in lines)
    (folder / "public_keys.jsons").write_text("".join(f"{public}\n" for public in publics), "utf-8")
    election.tool("setup", "make-trustees")
    template = {"description": "社区居民委员会", "name": "选举", "questions": questions}
    (folder / "template.json").write_text(json.dumps(template, ensure_ascii=False), "utf-8")
    election.tool("setup", "make-election", *own, "--template", "template.json")
    election.tool("archive", "init")
    return election
