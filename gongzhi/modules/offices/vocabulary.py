"""Which bodies are registered here, which posts head a body, and levels in words."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.models import Organisation

# Offices and departments are founded with the areas; these are registered by hand.
REGISTERED = (
    Organisation.Kind.PARTY,
    Organisation.Kind.OWNERS,
    Organisation.Kind.PROPERTY,
    Organisation.Kind.SOCIAL,
)
# The first post of each of the two bodies that one person is to head (一肩挑).
HEADS = {Organisation.Kind.PARTY.value: "书记", Organisation.Kind.COMMITTEE.value: "主任"}
LEVELS = {12: _("村（社区）"), 9: _("街道（乡镇）"), 6: _("区县"), 2: _("市")}
