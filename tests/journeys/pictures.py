"""A photo as a phone takes it: with the place in its EXIF data; a sheet of paper, scanned."""

import io

from PIL import Image, ImageDraw

LATITUDE, LONGITUDE = (29, 33, 25.9), (106, 33, 55.5)  # degrees, minutes, seconds; in 渝中区
DECIMAL = ("29.557194", "106.565417")


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Pixel"
    exif[0x8825] = {1: "N", 2: LATITUDE, 3: "E", 4: LONGITUDE}
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 140, 160)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def paper(words: str) -> bytes:
    out = io.BytesIO()
    sheet = Image.new("RGB", (300, 420), "white")
    ImageDraw.Draw(sheet).text((20, 20), words, fill="black")
    sheet.save(out, "PNG")
    return out.getvalue()
