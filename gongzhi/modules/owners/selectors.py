"""Estates with how they stand; the roll as its reader may see it; running votes; what a committee answers for."""

from typing import Any

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.actor import Actor

from .models import Founding, Motion


def panel(matter: Matter, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Answer the facts of a motion, or of a founding, for the matter's page."""
    if founding := Founding.objects.filter(pk=matter.pk).select_related("estate").first():
        return "owners/_founding_panel.html", {"founding": founding}
    motion = Motion.objects.select_related("estate").get(pk=matter.pk)
    return "owners/_motion_panel.html", {"motion": motion}


def text_of(matter: Matter) -> str:
    """Answer what a motion or a founding is found by."""
    motion = Motion.objects.filter(pk=matter.pk).first()
    return " ".join([matter.title, *(motion.items.values_list("title", flat=True) if motion else ())])
