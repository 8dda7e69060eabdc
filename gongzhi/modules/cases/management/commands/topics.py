import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongzhi.lib.text.topics import Topic, topics
from gongzhi.modules.cases.services import Unreadable, texts

SHOWN = 20


class Command(BaseCommand):
    help = "Group the messages of a file that tell the same matter, weightiest first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="a list of groups, for machines"
        )

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        try:
            found = topics(texts.reports(file))
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if as_json:
            self.stdout.write(json.dumps([_facts(topic) for topic in found], ensure_ascii=False))
            return
        for topic in found[:SHOWN]:
            self.stdout.write(f"{topic.weight:8.2f}  {len(topic.members):4} 条  {topic.title}")
        self.stdout.write(f"共 {len(found)} 组，按分量排列，列出前 {min(SHOWN, len(found))} 组。")


def _facts(topic: Topic) -> dict[str, Any]:
    return {
        "title": topic.title,
        "weight": topic.weight,
        "members": topic.members,
        "place": topic.place,
        "from": topic.since.isoformat() if topic.since else "",
        "to": topic.until.isoformat() if topic.until else "",
        "people": topic.people,
        "supporters": topic.support,
    }
