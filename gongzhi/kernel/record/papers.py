"""Set papers: a template of typst and values make a PDF/A-3 that carries its data with it."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
import typst

from gongzhi.lib.canonical import Json

HERE = Path(__file__).parent
FONTS = HERE / "built" / "fonts"  # laid there by frontend/build.mjs; no font of the machine is used
TEMPLATES = HERE / "data"


def pdf(
    template: str, data: Mapping[str, Json], *, at: datetime, attached: Mapping[str, bytes] | None = None
) -> bytes:
    """Answer the paper `template` with its values; the same input gives the same bytes.

    `at`: what the file says it was made on. `attached`: JSON files by name, associated with the paper.
    Raises FileNotFoundError while the font is not built, TypstError for values the template cannot set.
    """
    files = attached or {}
    made = typst.compile(
        "".join(map(_attach, files)).encode() + _template(template),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=["a-3b"],
        timestamp=at.replace(microsecond=0),
        sys_inputs={"data": json.dumps(dict(data)), **{name: text.decode() for name, text in files.items()}},
    )
    if not isinstance(made, bytes):
        raise TypeError("typst answered no PDF")
    return made


def qr(text: str) -> str:
    """Answer a QR code as SVG, for a template to place."""
    out = BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=0, omitsize=True)
    return out.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    if not any(FONTS.glob("*.ttf")):
        raise FileNotFoundError(f"{FONTS}: no font; run make build")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def _template(name: str) -> bytes:
    return (TEMPLATES / f"{name}.typ").read_bytes()


def _attach(name: str) -> str:
    quoted = json.dumps(name)
    return (
        f'#pdf.attach({quoted}, bytes(sys.inputs.at({quoted})), relationship: "source", '
        f'mime-type: "application/json", description: {quoted})\n'
    )
