"""The pages: the list with terms that fall due, the roll, candidates, the committee, the handover, certificates."""

import io
from contextlib import closing

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from gongzhi.kernel.people.models import Account
from gongzhi.modules.elections import services
from gongzhi.modules.elections.factories import DAY, Way, World
from gongzhi.modules.elections.models import Candidate

BOTH = [[1, 0], [1, 1, 0]]


def text(client: Client, name: str, *args: object, **query: str) -> str:
    answered = client.get(reverse(f"elections:{name}", args=args), query)
    assert answered.status_code in (200, 404)
    return answered.content.decode()


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.uuid))
    return client


def test_the_list_shows_what_runs_and_which_terms_end_within_a_year(world: World, client: Client) -> None:
    way = world.begin()
    assert way.matter.title in text(client, "index")
    assert "一年之内没有组织届满" in text(client, "index", area=world.area)
    with time_machine.travel(world.at.replace(year=2029)):
        assert "任期至 2030-01-15" in text(client, "index", area=world.area)
    assert "没有符合条件的选举" in text(client, "index", q="没有这个词")


def test_names_are_shown_while_it_runs_and_afterwards_only_found(world: World, client: Client) -> None:
    way = world.begin()
    way.form()
    way.plan()
    way.register()
    number = way.matter.number
    assert "名单还没有公布" in text(client, "roll", number)
    way.show_roll()
    assert "v07" in text(client, "roll", number)
    assert "第 7 号" in text(signed_in(world.voter(7)), "roll", number)
    way.take("end", by=world.clerk, reason="停止")
    assert "v07" not in text(client, "roll", number)
    assert "v07" in text(client, "roll", number, q="v07")


def test_a_resident_registers_on_the_page_and_what_is_refused_keeps_what_was_typed(world: World) -> None:
    way = world.begin()
    way.form()
    way.plan()
    client, url = signed_in(world.voter(1)), reverse("elections:do", args=[way.matter.number, "register"])
    given = {
        "register-name": "v01",
        "register-born": "1980-05-01",
        "register-household_here": "on",
        "register-lives_since": "2000-01-01",
    }
    with time_machine.travel(world.now):
        assert client.post(url, given).status_code == 302
        again = client.post(url, given)
    assert again.status_code == 422
    assert "一人只能登记一次" in again.content.decode()
    assert 'value="1980-05-01"' in again.content.decode()


def test_the_whole_way_has_its_pages(world: World, client: Client) -> None:
    way = world.begin()
    number = way.matter.number
    assert "还没有登记人选" in text(client, "committee", number)
    way.ready()
    services.ask(
        candidate_id=Candidate.objects.get(name="v01").pk,
        text="路怎么修？",
        actor=world.voter(6),
        at=world.now,
    )
    assert "路怎么修" in text(client, "slate", number)
    assert "公安机关" in text(signed_in(world.township), "slate", number)
    assert "公安机关" not in text(client, "slate", number)
    way.vote(*[BOTH] * 12)
    page = client.get(reverse("shell:open_matter", args=[number])).content.decode()
    assert "收回 12 票" in page
    way.take("declare")
    page = client.get(reverse("shell:open_matter", args=[number])).content.decode()
    assert "当选证书" in page
    services.add_item(matter_id=way.key, kind="seal", what="公章一枚", **way.who())
    assert "公章一枚" in text(client, "handover", number)
    assert "收回 12 票" in text(client, "result", number)
    won = Candidate.objects.get(name="v01")
    assert "依法当选" in text(client, "certificate", won.code)
    assert "没有这份证书" in text(client, "certificate", "XXXXXXXXXXXX")
    services.annul(candidate_id=won.pk, reason="贿选", actor=world.township, at=world.now + DAY)
    assert "证书作废" in text(client, "certificate", won.code)


def test_a_candidate_shows_a_photo_of_themselves_without_where_it_was_taken(
    world: World, client: Client
) -> None:
    way, made = nominated(world)
    own = signed_in(world.voter(1))
    there = reverse("elections:do", args=[way.matter.number, "accept"])
    given = {"accept-candidate": made.pk, "accept-portrait": "种柑橘。"}
    with time_machine.travel(world.now):
        refused = own.post(there, {**given, "accept-photo": SimpleUploadedFile("a.pdf", b"%PDF-1.4 ")})
        assert "JPG、PNG、WebP" in refused.content.decode()
        taken = SimpleUploadedFile("a.jpg", picture())
        assert own.post(there, {**given, "accept-photo": taken}).status_code == 302
    address = reverse("elections:photo", args=[way.matter.number, made.pk])
    assert address in text(client, "slate", way.matter.number)
    with closing(client.get(address)) as answered, Image.open(io.BytesIO(answered.getvalue())) as shown:
        assert (shown.format, len(shown.getexif())) == ("JPEG", 0)


def test_the_photo_of_whoever_withdrew_is_shown_to_nobody_else(world: World, client: Client) -> None:
    way, made = nominated(world)
    photo = SimpleUploadedFile("a.jpg", picture())
    services.accept(candidate_id=made.pk, photo=photo, actor=world.voter(1), at=world.now)
    services.withdraw(candidate_id=made.pk, actor=world.voter(1), at=world.now)
    address = reverse("elections:photo", args=[way.matter.number, made.pk])
    assert client.get(address).status_code == 404
    with closing(signed_in(world.voter(1)).get(address)) as answered:
        assert answered["Content-Type"] == "image/jpeg"


def nominated(world: World) -> tuple[Way, Candidate]:
    """The first on the roll is put forward for chair."""
    way = world.begin()
    way.form()
    way.plan()
    way.register()
    way.show_roll()
    named = services.Named(number=1, office="chair", backers=tuple(range(1, 11)))
    return way, services.nominate(matter_id=way.key, given=named, **way.who())


def picture() -> bytes:
    """A photo with the maker of the camera in its EXIF data."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Pixel"
    Image.new("RGB", (64, 48), (120, 140, 160)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_the_clerk_opens_an_election_on_the_page(world: World) -> None:
    client = signed_in(world.clerk)
    assert world.body.name in text(client, "new")
    given = {"body": world.body.pk, "sort": "term"}
    with time_machine.travel(world.now):
        assert client.post(reverse("elections:new"), given).status_code == 302
        assert client.post(reverse("elections:new"), given).status_code == 422


def test_an_election_sent_twice_is_opened_once(world: World) -> None:
    client = signed_in(world.clerk)
    given = {"body": world.body.pk, "sort": "term", "once": "0b0cf7f4-9d5b-4c43-a3d9-0c8a6a6d3a11"}
    with time_machine.travel(world.now):
        first, again = (client.post(reverse("elections:new"), given) for _time in range(2))
    assert again.status_code == 302
    assert again["Location"] == first["Location"]


def test_a_resident_asks_for_a_recall_on_the_page(world: World) -> None:
    client = signed_in(world.voter(1))
    seat = world.body.posts.get(title="主任").held.get()
    given = {"seat": seat.pk, "reason": "不公开账目", "asked_by": "voters", "entitled": "20", "name": "v01"}
    given["once"] = "0b0cf7f4-9d5b-4c43-a3d9-0c8a6a6d3a11"
    url = reverse("elections:recall", args=[world.area])
    with time_machine.travel(world.now):
        answered, again = (client.post(url, given) for _time in range(2))
    assert answered.status_code == 302
    assert again["Location"] == answered["Location"]
    assert "不公开账目" in client.get(answered["Location"]).content.decode()


@pytest.mark.parametrize("page", ["new"])
def test_who_has_no_office_is_told_who_may(world: World, page: str) -> None:
    assert signed_in(world.voter(1)).get(reverse(f"elections:{page}")).status_code == 403
