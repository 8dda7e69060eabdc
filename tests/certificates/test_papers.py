"""The paper of a certificate: set in its own font, carrying its data, signed, and read again."""

import stat
from copy import deepcopy
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageFont
from pyhanko.pdf_utils.reader import PdfFileReader

from gongzhi.kernel.record.papers import FONTS, pdf, qr
from gongzhi.kernel.record.signing import PaperError, data_of, signature_of, signed
from gongzhi.kernel.record.verifying import DATA, examine
from gongzhi.lib.certificate import read, sheet
from tests.certificates import world
from tests.certificates.world import Certificate, codes

AT = datetime(2026, 5, 4, 1, 0, tzinfo=UTC)
ISSUER = "归元寺社区居民委员会"
RARE = "镕堃喆䶮"  # signs of names that many fonts lack
ADDRESS = "https://gongzhi.example/proof/"


def paper_of(certificate: Certificate, **more: Any) -> bytes:
    text = world.text_of(certificate)
    data = sheet(
        read(text), sentences={1: f"立项：{RARE}"}, issuer=ISSUER, issued_on=date(2026, 5, 4), address=ADDRESS
    )
    return pdf("certificate", {**data, "qr": qr(ADDRESS), **more}, at=AT, attached={DATA: text})


@pytest.fixture
def paper(good: Certificate, tmp_path: Path) -> bytes:
    return signed(paper_of(good), home=tmp_path, issuer=ISSUER, at=AT)


def pages(paper: bytes) -> list[Any]:
    return [page.get_object() for page in PdfFileReader(BytesIO(paper)).root["/Pages"]["/Kids"]]


def fonts(paper: bytes) -> list[Any]:
    found = (page["/Resources"]["/Font"] for page in pages(paper))
    return [named[name] for named in found for name in named]


def signs(paper: bytes) -> str:
    """Answer every sign that can be copied out of a paper, from the maps of its fonts."""
    lines = [line for font in fonts(paper) for line in font["/ToUnicode"].data.decode("latin-1").splitlines()]
    mapped = [line.rpartition("<")[2].rstrip(">\r ") for line in lines if line.startswith("<")]
    return "".join(bytes.fromhex(code).decode("utf-16-be") for code in mapped)


def test_a_paper_carries_its_certificate_and_holds(paper: bytes, good: Certificate) -> None:
    assert data_of(paper, DATA) == world.text_of(good)
    report = examine(paper, vkeys=[world.LOG.vkey])
    assert report.ok
    assert report.proved[-1].code == "paper_intact"
    assert report.proved[-1].values["subject"] == ISSUER
    assert report.unproved[-1].code == "paper_key"


def test_the_same_certificate_makes_the_same_bytes(good: Certificate) -> None:
    assert paper_of(good) == paper_of(good)


def test_rare_signs_of_names_are_there_and_can_be_copied(paper: bytes) -> None:
    assert set(RARE) <= set(signs(paper))


def test_the_font_draws_rare_signs() -> None:
    font = ImageFont.truetype(str(next(FONTS.glob("*.ttf"))), 40)
    nothing = bytes(font.getmask("\uffff"))
    drawn = [bytes(font.getmask(sign)) for sign in RARE]
    assert nothing not in drawn
    assert len(set(drawn)) == len(RARE)


def test_no_font_but_its_own_is_used(paper: bytes) -> None:
    assert {str(font["/BaseFont"]).partition("+")[2] for font in fonts(paper)} == {"NotoSerifSC-Regular"}


def test_a_paper_is_of_the_size_of_official_ones(paper: bytes) -> None:
    assert {tuple(round(float(n)) for n in page["/MediaBox"]) for page in pages(paper)} == {(0, 0, 595, 842)}


def test_a_certificate_without_attachments_and_witnesses_is_set_too(good: Certificate) -> None:
    for act in good["acts"]:
        act["payload"].pop("files", None)
    bare = world.certificate_of(world.rehashed(good)["acts"], witness=False)
    bare["generated"] = False
    assert "附" in signs(paper_of(bare))


# --- signatures


@pytest.mark.parametrize(
    "sign", ["(", "#", "_", "*", "$x$", '"', "\\", "@a", "<b>", "`", "//", "= 题", "- 甲"]
)
def test_what_people_write_is_only_text(good: Certificate, sign: str) -> None:
    """Nothing that stands in a certificate is taken for the template's own language."""
    data = paper_of(good, title=f"{sign}路灯", end=sign, issuer=sign, law=[sign])
    assert data.startswith(b"%PDF-")


def test_a_paper_nobody_signed_is_refused(good: Certificate) -> None:
    assert codes(examine(paper_of(good))) == ["paper_unsigned"]


def test_a_paper_that_was_changed_is_refused(paper: bytes) -> None:
    place = paper.index(b"/MediaBox")
    assert "paper_changed" in codes(examine(paper[:place] + b"/MediaBux" + paper[place + 9 :]))


def test_a_paper_to_which_something_was_added_is_refused(
    paper: bytes, good: Certificate, tmp_path: Path
) -> None:
    """A later revision could show other data than what was signed."""
    assert codes(examine(paper + b"\n% more\n")) == ["paper_changed"]


def test_a_signed_paper_with_a_forged_certificate_is_refused(good: Certificate, tmp_path: Path) -> None:
    forged = deepcopy(good)
    forged["acts"][5]["payload"]["meeting"]["yes"] = 12
    paper = signed(paper_of(forged), home=tmp_path, issuer=ISSUER, at=AT)
    report = examine(paper, vkeys=[world.LOG.vkey])
    assert codes(report)[0] == "payload_changed"
    assert report.proved == ()


@pytest.mark.parametrize("cut", [10, 1000, 50_000])
def test_half_a_paper_is_refused(paper: bytes, cut: int) -> None:
    assert codes(examine(paper[:cut])) == ["no_paper"]


def test_a_paper_without_a_certificate_is_refused(tmp_path: Path, good: Certificate) -> None:
    text = world.text_of(good)
    data = sheet(read(text), sentences={}, issuer=ISSUER, issued_on=date(2026, 5, 4), address=ADDRESS)
    bare = signed(pdf("certificate", {**data, "qr": qr(ADDRESS)}, at=AT), home=tmp_path, issuer=ISSUER, at=AT)
    assert codes(examine(bare)) == ["no_paper"]
    with pytest.raises(PaperError):
        data_of(b"%PDF-1.7\n", DATA)


def test_the_key_is_made_once_and_only_its_owner_reads_it(good: Certificate, tmp_path: Path) -> None:
    once, again = (signed(paper_of(good), home=tmp_path, issuer=ISSUER, at=AT) for _n in range(2))
    first, second = signature_of(once), signature_of(again)
    assert first
    assert second
    assert first.fingerprint == second.fingerprint
    [path] = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_expired_certificate_does_not_break_a_signature(good: Certificate, tmp_path: Path) -> None:
    """What was signed in time stays signed; whether to trust it is another question."""
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    found = signature_of(signed(paper_of(good), home=tmp_path, issuer=ISSUER, at=long_ago))
    assert found
    assert found.intact
