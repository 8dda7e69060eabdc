"""A file is known by its content, freed of what tells where and by whom it was taken, and kept once."""

import io
import random
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Attachment, Kind, Matter
from gongzhi.kernel.matters.services.files import LONGEST_SIDE, Upload, attach, check, stored_at

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
GPS, ORIENTATION, MAKER, WHEN = 0x8825, 0x0112, 0x010F, 0x0132
PDF = b"%PDF-1.7\n1 0 obj\n<< /Author (Chen Xiulan) >>\nendobj\ntrailer\n%%EOF\n"
PLACE = (106.5692, 29.5528)


def dms(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    minutes = (value % 1) * 60
    return (
        IFDRational(int(value), 1),
        IFDRational(int(minutes), 1),
        IFDRational(round((minutes % 1) * 60 * 1000), 1000),
    )


def exif(place: tuple[float, float] | None = PLACE, orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[MAKER], made[WHEN], made[ORIENTATION] = "PhoneMaker", "2026:03:01 08:00:00", orientation
    if place:
        lon, lat = place
        made[GPS] = {
            1: "N" if lat >= 0 else "S",
            2: dms(abs(lat)),
            3: "E" if lon >= 0 else "W",
            4: dms(abs(lon)),
        }
    return made


def picture(form: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    out = io.BytesIO()
    colours = {"RGB": (200, 30, 30), "RGBA": (200, 30, 30, 128), "L": 99, "LA": (99, 128), "1": 1}
    image = (
        Image.new("RGB", size, (200, 30, 30))
        if mode in ("P", "CMYK")
        else Image.new(mode, size, colours[mode])
    )
    image.convert(mode).save(out, form, **more)
    return out.getvalue()


def upload(content: bytes, name: str = "照片.jpg") -> Upload:
    return SimpleUploadedFile(name, content)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.fixture
def matter(db: None) -> Matter:
    body = Organisation.objects.create(
        code="50", name="市政府", kind="government", area_code="50", since=AT.date()
    )
    kind = Kind.objects.create(code="010101", name="垃圾", procedure="tests.files")
    return Matter.objects.create(
        number="500103-260302-00011",
        query_index="",
        kind=kind,
        procedure="tests.files",
        title="垃圾",
        channel=Matter.Channel.WEB,
        area_code="500103001003",
        area_name="归元寺社区",
        state="registered",
        responsible=body,
        opened_at=AT,
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_gives_its_place_and_loses_everything_it_tells(form: str) -> None:
    given = picture(form, exif=exif())
    assert b"PhoneMaker" in given
    kept = check(upload(given))
    assert kept.place is not None
    assert kept.place == (pytest.approx(PLACE[0], abs=1e-5), pytest.approx(PLACE[1], abs=1e-5))
    assert b"PhoneMaker" not in kept.content
    assert dict(opened(kept.content).getexif()) == {}
    assert not {"exif", "xmp", "comment", "icc_profile"} & set(opened(kept.content).info)


def test_comments_and_hidden_texts_of_a_picture_are_gone() -> None:
    given = picture(comment=b"taken by Chen Xiulan", xmp=b"<x:xmpmeta>Chen</x:xmpmeta>")
    assert b"Chen" not in check(upload(given)).content


@pytest.mark.parametrize("place", [(-70.25, -33.5), (106.5, -29.5), (-0.001, 0.001)])
def test_a_place_in_the_south_and_west_keeps_its_sign(place: tuple[float, float]) -> None:
    kept = check(upload(picture(exif=exif(place))))
    assert kept.place == pytest.approx(place, abs=1e-5)


@pytest.mark.parametrize(
    "gps",
    [
        {},
        {2: dms(29.5)},
        {1: "N", 2: (1, 2), 3: "E", 4: dms(106.5)},
        {1: "N", 2: (IFDRational(1, 0),) * 3, 3: "E", 4: dms(106.5)},
        {1: "N", 2: (IFDRational(0, 0),) * 3, 3: "E", 4: dms(106.5)},
        {1: "N", 2: dms(91), 3: "E", 4: dms(106.5)},
        {1: "N", 2: dms(29), 3: "E", 4: dms(181)},
    ],
)
def test_a_place_that_cannot_be_is_none(gps: dict[int, object]) -> None:
    tags = exif(None)
    tags[GPS] = gps
    assert check(upload(picture(exif=tags))).place is None


def test_a_picture_taken_sideways_stands_upright() -> None:
    kept = opened(check(upload(picture(size=(40, 30), exif=exif(orientation=6)))).content)
    assert kept.size == (30, 40)


def test_a_picture_is_made_no_larger_than_is_needed() -> None:
    kept = opened(check(upload(picture(size=(LONGEST_SIDE * 2, 100)))).content)
    assert kept.size == (LONGEST_SIDE, 50)


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        *[("PNG", mode) for mode in ("RGB", "RGBA", "L", "LA", "P", "1")],
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ],
)
def test_a_picture_keeps_its_colours(form: str, mode: str) -> None:
    given = picture(form, mode)
    before, kept = opened(given).convert("RGBA"), opened(check(upload(given)).content).convert("RGBA")
    one, other = before.getpixel((20, 15)), kept.getpixel((20, 15))
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    assert max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 12


def test_a_picture_with_one_clear_colour_keeps_it_clear() -> None:
    image = Image.new("P", (10, 10), 1)
    image.putpalette([0, 0, 0, 250, 10, 10])
    out = io.BytesIO()
    image.save(out, "PNG", transparency=1)
    kept = opened(check(upload(out.getvalue())).content).convert("RGBA")
    assert kept.getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_a_document_keeps_its_bytes() -> None:
    kept = check(upload(PDF, "材料.pdf"))
    assert (kept.content, kept.mime, kept.place) == (PDF, "application/pdf", None)


def test_a_table_of_excel_keeps_its_bytes() -> None:
    out = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "=1+1"  # type: ignore[index]
    book.save(out)
    kept = check(upload(out.getvalue(), "表.xlsx"))
    assert kept.content == out.getvalue()
    assert kept.mime.endswith("spreadsheetml.sheet")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00" + bytes(200),
        b"\x7fELF" + bytes(200),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a" + bytes(200),
        b"PK\x03\x04" + bytes(200),
        "只是文字".encode(),
    ],
)
def test_whatever_its_name_says_only_pictures_and_documents_are_taken(content: bytes) -> None:
    with pytest.raises(Refused, match=r"“照片\.jpg”不是图片.*没有收下"):
        check(upload(content))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_broken_picture_is_refused_in_words(form: str) -> None:
    whole = picture(form, size=(200, 200), exif=exif())
    for length in (30, 60, len(whole) // 2):
        with pytest.raises(Refused, match="没有收下"):
            check(upload(whole[:length]))


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_picture_is_kept_or_refused_and_nothing_else(form: str) -> None:
    whole = picture(form, size=(60, 60), exif=exif())
    for seed in range(150):
        chance, content = random.Random(seed), bytearray(whole)
        for _n in range(chance.randint(1, 12)):
            content[chance.randrange(8, min(len(content), 400))] = chance.randrange(256)
        with suppress(Refused):
            assert opened(check(upload(bytes(content))).content).size


def test_a_picture_that_unfolds_without_end_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    with pytest.raises(Refused, match="没有收下"):
        check(upload(out.getvalue()))


def test_a_file_beyond_the_limit_is_refused_with_the_limit(settings: object) -> None:
    settings.FILE_SIZE_LIMIT = 2 * 1024 * 1024  # type: ignore[attr-defined]
    with pytest.raises(Refused, match=r"“大\.pdf”超过 2 MB"):
        check(upload(PDF + bytes(2 * 1024 * 1024), "大.pdf"))
    assert check(upload(PDF.ljust(2 * 1024 * 1024, b" "), "刚好.pdf"))


def test_the_same_content_is_kept_once_in_a_matter_whatever_it_is_called(matter: Matter) -> None:
    first = attach(matter, upload(PDF, "一.pdf"), step="opened", by="", at=AT)
    second = attach(matter, upload(PDF, "二.pdf"), step="progress", by="x", at=AT)
    assert first == second
    kept = Attachment.objects.get()
    assert (kept.name, kept.step, kept.size) == ("一.pdf", "opened", len(PDF))
    assert kept.sha256 == sha256(PDF).hexdigest()


def test_what_is_stored_is_what_was_freed_of_its_data(matter: Matter) -> None:
    kept = attach(matter, upload(picture(exif=exif())), step="opened", by="", at=AT)
    with default_storage.open(stored_at(kept.sha256)) as file:
        content = file.read()
    assert sha256(content).hexdigest() == kept.sha256
    assert b"PhoneMaker" not in content


def test_the_name_of_a_file_leads_nowhere(matter: Matter) -> None:
    for name in ("../../etc/passwd", "..\\..\\x.pdf", "a" * 400 + ".pdf", "名\x00字.pdf"):
        kept = attach(matter, upload(PDF + name.encode(), name), step="opened", by="", at=AT)
        assert "/" not in kept.name
        assert len(kept.name) <= 120
        assert default_storage.exists(stored_at(kept.sha256))
