"""Addresses as QR codes in pages."""

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn(address: str, *, scale: int = 4) -> SafeString:
    """Answer an address as a QR code (ISO/IEC 18004), an inline SVG, black on white by day and night."""
    svg = segno.make(address, error="m").svg_inline(scale=scale, border=2, light="#fff", dark="#000")
    return mark_safe(svg)  # noqa: S308 -- segno draws it, nothing of it is typed
