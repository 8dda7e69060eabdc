"""What was there before the demo's elections: committees whose terms end, a clerk; pictures of sheets of paper."""

import csv
import io
from datetime import date, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import add_post, seat
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM

DAY = timedelta(days=1)
TEXTS = Path(__file__).parents[1] / "data" / "demo_texts.csv"
FAMILY, GIVEN = "王李张刘陈杨黄赵", ("建华", "秀英", "志强", "丽萍", "国庆", "晓红", "明辉", "桂芳")


def hire(area: str, at: datetime) -> Account:
    since = timezone.localdate(at) - 400 * DAY
    made = register_account(username=f"clerk{area[-3:]}", name="社区工作人员", at=at, actor=SYSTEM)
    grant_mandate(account=made, role=Role.COMMUNITY_WORKER, area=area, since=since, at=at, actor=SYSTEM)
    return made


def former(area: str, ends: date, at: datetime) -> None:
    """Seat a committee whose last day is known: as it stood in the register before."""
    body = Organisation.objects.get(code=area)
    if body.posts.exists():
        return
    names = (family + given for given, family in product(GIVEN[::-1], FAMILY[::-1]))
    for title, number in (("主任", 1), ("副主任", 1), ("委员", 3)):
        post = add_post(organisation=body, title=title, seats=number, at=at, actor=SYSTEM)
        for _n in range(number):
            begun = ends.replace(year=ends.year - 5, day=min(ends.day, 28))
            seat(post=post, holder=next(names), since=begun, until=ends + DAY, at=at, actor=SYSTEM)


def photo(at: datetime) -> list[SimpleUploadedFile]:
    """A picture of a sheet of paper: its colour is the day's, so that no two are alike."""
    made, shade = io.BytesIO(), int(at.timestamp()) // 60
    Image.new("RGB", (24, 32), (shade % 256, shade // 256 % 256, 200)).save(made, "PNG")
    return [SimpleUploadedFile("sheet.png", made.getvalue())]


@cache
def _texts() -> dict[str, str]:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return {row["number"]: row["text"] for row in csv.DictReader(file)}


def said(number: int) -> str:
    """Answer what somebody says or writes in the demo."""
    return _texts()[str(number)]
