"""How far the holders are who make one key together, and what the platform, which carries it, has for each of them.

The steps are those of `lib/belenios/ceremony.py`; steps 2, 4 and 6 are the platform's. It learns no secret.
"""

from gongzhi.kernel.ballots.models import KeyHolder, KeyPart, Poll
from gongzhi.lib.belenios import ceremony
from gongzhi.lib.belenios.groups import group

PARTS = tuple(KeyPart.Part.values)
FILES = ("certs", "vinput", "dkey")


def due(poll: Poll) -> str:
    """Answer which of the parts the holders are to give now; '' where they make no key together, or have made it."""
    if poll.trustees or not poll.threshold:
        return ""
    return next((part for part in PARTS if late(poll, part)), "")


def late(poll: Poll, part: str) -> list[KeyHolder]:
    """Answer who has not given this part yet."""
    return list(poll.holders.exclude(parts__part=part).order_by("position"))


def given(poll: Poll, part: str) -> list[str]:
    """Answer this part of all who gave it, in the order of the holders."""
    found = KeyPart.objects.filter(holder__poll=poll, part=part).order_by("holder__position")
    return list(found.values_list("text", flat=True))


def begun(poll: Poll) -> bool:
    return KeyPart.objects.filter(holder__poll=poll).exists()


def handed_out(poll: Poll, holder: KeyHolder, name: str) -> str | None:
    """Answer a file for this holder: 'certs', 'vinput' or 'dkey'; None as long as it cannot be made.

    Raises the format's Refused where what is stored does not hold.
    """
    if name == "dkey":
        own = holder.parts.filter(part=PARTS[-1]).first()
        return ceremony.sealed_key(own.text) if own else None
    if name not in FILES or late(poll, "certificate"):
        return None
    certificates = given(poll, "certificate")
    if name == "certs":
        return "".join(f"{each}\n" for each in certificates)
    if late(poll, "polynomial"):
        return None
    inputs = ceremony.route(group(poll.group), certificates, poll.threshold, given(poll, "polynomial"))
    return inputs[holder.position - 1]
