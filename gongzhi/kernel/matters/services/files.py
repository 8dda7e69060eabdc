"""Files: known by their content, limited in size, stored once, pictures freed of their EXIF data."""

import io
import struct
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeAlias

import filetype
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Attachment, Likeness, Matter
from gongzhi.lib.likeness import COLUMNS, ROWS, bands, difference_hash

if TYPE_CHECKING:
    Upload: TypeAlias = UploadedFile[bytes]
else:
    Upload = UploadedFile

PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
DOCUMENTS = {
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What Pillow raises for pictures that are damaged, or would unfold without end.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError)
LONGEST_SIDE = 2560
MOST_PIXELS = 50_000_000  # checked before decoding: a small file may hold a picture that fills the memory
GPS_IFD = 0x8825


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept. `place`: (lon, lat) WGS-84 degrees of the picture, read before it was stripped."""

    content: bytes
    mime: str
    place: tuple[float, float] | None = None

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def check(file: Upload) -> Checked:
    """Answer the file as it may be kept. Raises Refused with the reason, in words for the person."""
    name = file.name or ""
    if (file.size or 0) > settings.FILE_SIZE_LIMIT:
        most = settings.FILE_SIZE_LIMIT // 1024 // 1024
        raise Refused(_("文件“{name}”超过 {most} MB，没有收下。请压缩后再传。").format(name=name, most=most))
    content = file.read()
    kind = filetype.guess(content)
    mime = kind.mime if kind else ""
    if mime in PICTURES:
        return _picture(content, mime, name)
    if mime in DOCUMENTS:
        return Checked(content, mime)
    raise Refused(
        _("文件“{name}”不是图片（JPG、PNG、WebP）、PDF 或 Word、Excel 文档，没有收下。").format(name=name)
    )


def _picture(content: bytes, mime: str, name: str) -> Checked:
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(_("图片“{name}”的尺寸太大，没有收下。请缩小后再传。").format(name=name))
            place = _place(image)
            upright = ImageOps.exif_transpose(image)
            clear = mime != "image/jpeg" and upright.has_transparency_data
            upright = upright.convert("RGBA" if clear else "RGB")  # a palette would not come along
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            bare = Image.new(upright.mode, upright.size)
            bare.paste(upright)
            bare.save(out, PICTURES[mime], quality=85)
    except BROKEN as error:
        raise Refused(_("图片“{name}”打不开，可能已损坏，没有收下。").format(name=name)) from error
    return Checked(out.getvalue(), mime, place)


def _place(image: Image.Image) -> tuple[float, float] | None:
    gps = image.getexif().get_ifd(GPS_IFD)
    try:
        lat = _degrees(gps[2]) * (-1 if gps.get(1) == "S" else 1)
        lon = _degrees(gps[4]) * (-1 if gps.get(3) == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def _degrees(parts: tuple[float, float, float]) -> float:
    degrees, minutes, seconds = (float(p) for p in parts)
    return degrees + minutes / 60 + seconds / 3600


def attach(matter: Matter, file: Upload, *, step: str, by: str, at: datetime) -> Attachment:
    """Keep a file with its matter; the same content twice in one matter is kept once."""
    return keep(matter, check(file), name=PurePath(file.name or _("附件")).name, step=step, by=by, at=at)


def keep(matter: Matter, checked: Checked, *, name: str, step: str, by: str, at: datetime) -> Attachment:
    attachment, made = Attachment.objects.get_or_create(
        matter=matter,
        sha256=store(checked),
        defaults={
            "name": "".join(c for c in name if c.isprintable())[:120],
            "mime": checked.mime,
            "size": len(checked.content),
            "step": step,
            "by": by,
            "at": at,
        },
    )
    look = _look(checked) if made else None
    if look is not None:
        Likeness.objects.bulk_create(
            Likeness(attachment=attachment, band=band, value=value) for band, value in enumerate(bands(look))
        )
    return attachment


def _look(checked: Checked) -> int | None:
    """Answer what a picture looks like, in 64 bits; None for other files, and for one that shows nothing."""
    if checked.mime not in PICTURES:
        return None
    with Image.open(io.BytesIO(checked.content)) as image:
        grey = image.convert("RGBA").convert("L").resize((COLUMNS, ROWS), Image.Resampling.LANCZOS)
    values = grey.tobytes()
    return difference_hash([values[start : start + COLUMNS] for start in range(0, len(values), COLUMNS)])


def store(checked: Checked) -> str:
    """Put a file into the storage, if it is not there yet; answers its fingerprint."""
    fingerprint = checked.sha256
    path = stored_at(fingerprint)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(checked.content))
    return fingerprint


def stored_at(fingerprint: str) -> str:
    """Answer the path in the storage: two levels of folders, so that none grows too long."""
    return f"{fingerprint[:2]}/{fingerprint[2:4]}/{fingerprint}"
