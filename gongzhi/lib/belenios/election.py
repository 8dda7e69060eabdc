"""What is voted on (specification, 4.9 and 4.10): the text whose fingerprint every ballot carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gongzhi.lib.belenios import text as texts
from gongzhi.lib.belenios.groups import Element, Fixed, Group, group, key
from gongzhi.lib.belenios.refusal import Refused

VERSION = 1
SHORTEST_UUID = 14
MOST_CHOICES = 1000


@dataclass(frozen=True)
class Question:
    """Between `least` and `most` of the answers may be ticked; where `blank`, none at all as a vote of its own."""

    text: str
    answers: tuple[str, ...]
    least: int
    most: int
    blank: bool = False

    @property
    def width(self) -> int:
        """How many ciphertexts an answer has: where blank is allowed it comes first."""
        return len(self.answers) + self.blank

    def json(self) -> dict[str, Any]:
        blank = {"blank": True} if self.blank else {}
        limits = {"min": self.least, "max": self.most}
        return {"answers": list(self.answers), **blank, **limits, "question": self.text}

    def check(self) -> None:
        """Raises Refused for a question that nobody could answer, or too large a one."""
        if not 0 <= self.least <= self.most <= len(self.answers) or not 0 < len(self.answers) <= MOST_CHOICES:
            raise Refused("question_limits", least=self.least, most=self.most, answers=len(self.answers))

    def admits(self, marks: Sequence[int]) -> bool:
        """Does this list of 0 and 1 answer the question? Where blank is allowed, it stands first."""
        if len(marks) != self.width or not set(marks) <= {0, 1}:
            return False
        blank, rest = (marks[0], marks[1:]) if self.blank else (0, marks)
        return sum(rest) == 0 if blank else self.least <= sum(rest) <= self.most


@dataclass(frozen=True)
class Election:
    """`text` is published and hashed; the rest is read from it."""

    text: str
    uuid: str
    name: str
    description: str
    group: Group
    public_key: Element
    questions: tuple[Question, ...]
    administrator: str | None
    credential_authority: str | None

    @classmethod
    def parse(cls, text: str) -> "Election":
        """Answer the election that the text describes. Raises Refused."""
        names = ("version", "description", "name", "group", "public_key", "questions", "uuid")
        version, description, name, group_name, public, asked, uuid, *people = texts.fields(
            texts.read(text), names, ("administrator", "credential_authority")
        )
        if version != VERSION or isinstance(version, bool):
            raise Refused("version")
        used = group(group_name)
        questions = tuple(_question(each) for each in texts.array(asked))
        if not questions:
            raise Refused("question_limits", questions=0)
        return cls(
            text=text,
            uuid=read_uuid(uuid),
            name=texts.string(name),
            description=texts.string(description),
            group=used,
            public_key=key(used, public),
            questions=questions,
            administrator=None if people[0] is None else texts.string(people[0]),
            credential_authority=None if people[1] is None else texts.string(people[1]),
        )

    @classmethod
    def make(
        cls,
        *,
        uuid: str,
        name: str,
        questions: Sequence[Question],
        group: Group,
        public_key: Element,
        description: str = "",
        administrator: str = "",
        credential_authority: str = "",
    ) -> "Election":
        """Answer a new election; `public_key` is `Trustees.public_key`. Raises Refused."""
        people = {"administrator": administrator, "credential_authority": credential_authority}
        said = {
            "version": VERSION,
            "description": description,
            "name": name,
            "group": group.name,
            "public_key": group.text(public_key),
            "questions": [each.json() for each in questions],
            "uuid": uuid,
            **{role: who for role, who in people.items() if who},
        }
        return cls.parse(texts.compact(said))

    @cached_property
    def fingerprint(self) -> str:
        return texts.fingerprint(self.text)

    @cached_property
    def y(self) -> Fixed:
        """The public key, ready for many powers."""
        return self.group.fixed(self.public_key)


def read_uuid(value: Any) -> str:
    uuid = texts.string(value)
    if len(uuid) < SHORTEST_UUID or not texts.is_base58(uuid):
        raise Refused("uuid")
    return uuid


def _question(value: Any) -> Question:
    if isinstance(value, dict) and "type" in value:
        raise Refused("question_not_homomorphic")
    answers, least, most, asked, blank = texts.fields(
        value, ("answers", "min", "max", "question"), ("blank",)
    )
    question = Question(
        text=texts.string(asked),
        answers=tuple(texts.string(each) for each in texts.array(answers)),
        least=texts.small(least),
        most=texts.small(most),
        blank=False if blank is None else texts.boolean(blank),
    )
    question.check()
    return question
