"""A photo that was handed in for another matter too is pointed out, also resized, saved anew or cut a little."""

import io
import random
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.likeness import Shown, alike, pointed_out
from gongzhi.kernel.matters.models import Attachment, Kind, Likeness, Matter
from gongzhi.kernel.matters.services.files import attach
from gongzhi.kernel.matters.tests.procedures import SAMPLE
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import Role

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
CLERK = Actor(account="7", name="王芳", grants=(Grant(Role.COMMUNITY_WORKER, "500103001003", ""),))
COUNTY = Actor(account="8", name="李强", grants=(Grant(Role.DISTRICT_OFFICER, "500103", ""),))
RESIDENT = Actor(account="9", name="陈秀兰")


def scene(seed: int, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Answer a picture with as much in it as a street has."""
    chance = random.Random(seed)
    made = Image.new("RGB", size, (200, 210, 220))
    drawn = ImageDraw.Draw(made)
    for n in range(60):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        w, h = chance.randrange(15, 130), chance.randrange(15, 100)
        colour = tuple(chance.randrange(256) for _ in range(3))
        (drawn.ellipse if n % 2 else drawn.rectangle)((x - w, y - h, x + w, y + h), fill=colour)
    return made.filter(ImageFilter.GaussianBlur(2))


def saved(picture: Image.Image, form: str = "JPEG", quality: int = 90) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, quality=quality)
    return out.getvalue()


def cut(picture: Image.Image, share: float) -> Image.Image:
    x, y = int(picture.width * share / 2), int(picture.height * share / 2)
    return picture.crop((x, y, picture.width - x, picture.height - y))


@pytest.fixture
def matters(db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[Matter, Matter]:
    """Two matters, of two communities of one district."""
    monkeypatch.setitem(PROCEDURES, SAMPLE.key, SAMPLE)
    body = Organisation.objects.create(
        code="50", name="市政府", kind="government", area_code="50", since=AT.date()
    )
    kind = Kind.objects.create(code="010101", name="垃圾", procedure=SAMPLE.key)
    first, second = (
        Matter.objects.create(
            number=number,
            query_index="",
            kind=kind,
            procedure=SAMPLE.key,
            title="垃圾",
            channel=Matter.Channel.WEB,
            area_code=area,
            area_name="社区",
            state="registered",
            responsible=body,
            opened_at=AT,
        )
        for number, area in (("500103-260302-00011", "500103001003"), ("500103-260302-00022", "500103001006"))
    )
    return first, second


def handed_in(matter: Matter, content: bytes, name: str = "照片.jpg") -> Attachment:
    return attach(matter, SimpleUploadedFile(name, content), step="opened", by="", at=AT)


def twins(matter: Matter, actor: Actor) -> list[Shown]:
    return pointed_out(matter.attachments.order_by("at"), actor)


@pytest.mark.parametrize(
    "again",
    [
        lambda picture: saved(picture.resize((400, 300))),
        lambda picture: saved(picture.resize((240, 180)), quality=60),
        lambda picture: saved(picture, quality=40),
        lambda picture: saved(picture, "WEBP", quality=70),
        lambda picture: saved(picture, "PNG"),
        lambda picture: saved(cut(picture, 0.01)),
        lambda picture: saved(picture.point(lambda level: min(255, level + 12))),
    ],
    ids=["half", "thumbnail", "poor", "webp", "png", "cut", "brighter"],
)
@pytest.mark.parametrize("seed", range(4))
def test_the_same_photo_treated_a_little_is_found_again(
    matters: tuple[Matter, Matter], seed: int, again: object
) -> None:
    picture = scene(seed)
    original = handed_in(matters[0], saved(picture))
    copy = handed_in(matters[1], again(picture))  # type: ignore[operator]
    assert copy.sha256 != original.sha256
    assert alike(copy) == [original]
    assert alike(original) == [copy]


def test_different_photos_are_not_pointed_out(matters: tuple[Matter, Matter]) -> None:
    for seed in range(40):
        handed_in(matters[seed % 2], saved(scene(100 + seed, (320, 240))), f"{seed}.jpg")
    files = Attachment.objects.prefetch_related("bands")
    assert {file.name: [other.name for other in alike(file)] for file in files if alike(file)} == {}
    assert Likeness.objects.count() == 4 * 40


def test_sheets_of_paper_and_walls_are_not_alike_only_because_nothing_is_on_them(
    matters: tuple[Matter, Matter],
) -> None:
    for matter, level in zip(matters, (250, 248), strict=True):
        sheet = Image.new("RGB", (800, 1100), (level,) * 3)
        ImageDraw.Draw(sheet).line((100, 300, 700, 300), fill=(90, 90, 90), width=2)
        handed_in(matter, saved(sheet))
    assert Likeness.objects.count() == 0
    assert [alike(file) for file in Attachment.objects.all()] == [[], []]


def test_the_same_document_is_found_by_its_content(matters: tuple[Matter, Matter]) -> None:
    pdf = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n%%EOF\n"
    first, second = (handed_in(matter, pdf, "合同.pdf") for matter in matters)
    assert alike(first) == [second]
    (shown,) = twins(matters[0], COUNTY)
    assert [(twin.same, twin.matter) for twin in shown.twins] == [(True, matters[1])]


def test_within_one_matter_a_photo_may_be_handed_in_twice(matters: tuple[Matter, Matter]) -> None:
    picture = scene(1)
    first = handed_in(matters[0], saved(picture))
    handed_in(matters[0], saved(picture.resize((400, 300))))
    assert alike(first) == []


def test_who_may_not_read_the_other_matter_learns_that_there_is_one_but_not_which(
    matters: tuple[Matter, Matter],
) -> None:
    picture = scene(2)
    for matter, quality in zip(matters, (90, 60), strict=True):
        handed_in(matter, saved(picture, quality=quality))
    (county,), (clerk,), (resident,) = (twins(matters[0], who) for who in (COUNTY, CLERK, RESIDENT))
    assert [(twin.same, twin.matter) for twin in county.twins] == [(False, matters[1])]
    assert [(twin.same, twin.matter) for twin in clerk.twins] == [(False, None)]
    assert resident.twins == ()


def test_pointing_out_takes_as_many_queries_for_many_files_as_for_few(
    matters: tuple[Matter, Matter], django_assert_max_num_queries: object
) -> None:
    for seed in range(6):
        picture = scene(seed, (320, 240))
        handed_in(matters[0], saved(picture))
        handed_in(matters[1], saved(picture, quality=60))
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        files = matters[0].attachments.prefetch_related("bands").order_by("at")
        assert all(len(shown.twins) == 1 for shown in pointed_out(files, COUNTY))
