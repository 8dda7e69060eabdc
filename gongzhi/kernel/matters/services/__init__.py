"""Writes on matters, one file a verb. Always: load and lock → policy → rule → write → record, in one transaction."""

from gongzhi.kernel.matters.services.acting import act
from gongzhi.kernel.matters.services.files import attach
from gongzhi.kernel.matters.services.messages import send, tell
from gongzhi.kernel.matters.services.opening import Given, follow, open_matter
from gongzhi.kernel.matters.services.telling import spread, tell_many
from gongzhi.kernel.matters.services.timers import recompute_provisional, tick

__all__ = [
    "Given",
    "act",
    "attach",
    "follow",
    "open_matter",
    "recompute_provisional",
    "send",
    "spread",
    "tell",
    "tell_many",
    "tick",
]
