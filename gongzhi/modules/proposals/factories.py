"""A small world for tests: the city with its departments, a deputy, a proposal on its way."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.proposals.models import Proposal
from gongzhi.modules.proposals.services import furnish, prepare
from gongzhi.modules.proposals.services.demonstrating import Cast, Story

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(480))
HELPERS = ("50:justice", "50:building")
DOCUMENT = "渝民函〔2026〕12号"


@dataclass
class World:
    """`cast`: who acts."""

    at: datetime = MONDAY
    cast: Cast = field(init=False)

    def __post_init__(self) -> None:
        load_areas(at=self.at, under="500103001")
        load_calendar(at=self.at)
        found_offices(at=self.at.date())
        prepare(self.at)
        self.cast = furnish(at=self.at, since=date(2025, 1, 1))

    def story(self, **more: Any) -> Story:
        """A proposal that was taken in."""
        told = Story(self.cast, self.at)
        given: dict[str, Any] = {
            "number": "0629",
            "title": "关于加强社区治理的建议",
            "body": "请健全调解网络。",
            "deputies": ("李仲文", "石晓芸"),
            "account": self.cast.deputy.uuid,
        }
        told.open(**{**given, **more})
        return told

    def in_hand(self, *helpers: str) -> Story:
        told = self.story()
        told.hand_over(*helpers)
        return told

    def signed(
        self, text: str = "您的提案收悉。\n一、情况\n已经办好。", reply_class: str = "A", **more: Any
    ) -> Story:
        told = self.in_hand()
        told.draft(text, reply_class, **more)
        told.sign(DOCUMENT)
        return told


def reload(story: Story) -> Proposal:
    return Proposal.objects.select_related("matter").get(pk=story.key)


def matter_of(story: Story) -> Matter:
    return reload(story).matter
