"""Bodies and seats of a generated city: in each community party branch, committee, representatives and supervisors.

Whoever sits there is made up and has no account.
"""

from collections.abc import Iterator
from datetime import date
from random import Random

from gongzhi.kernel.bodies.demo import KIND, NAMES, POSTS
from gongzhi.kernel.bodies.models import Organisation, Post, Seat
from gongzhi.kernel.bodies.services import POST_ADDED, REGISTERED, SEATED, stream_of
from gongzhi.kernel.people.generating import name
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.kernel.record.scribing import MADE_UP, Stream
from gongzhi.kernel.record.streaming import Table
from gongzhi.kernel.territory.generating import Place, Site
from gongzhi.kernel.territory.vocabulary import COUNTY
from gongzhi.lib.canonical import Json
from gongzhi.lib.codes import after

SINCE = date(2018, 12, 20)  # after the elections of that winter
MEMBERS = (KIND.PARTY, "党员", 30)  # of a party branch only those who lead it are seated
BODIES = Table.of(Organisation, *(f.attname for f in Organisation._meta.concrete_fields))
POST, SEAT = (Table.of(m, *(f.attname for f in m._meta.concrete_fields)) for m in (Post, Seat))


def generate(site: Site) -> Iterator[None]:
    """Generate the bodies of each community that has none yet; yields after each."""
    if not site.plan.whole or len(site.code) != COUNTY:
        return
    lying = Organisation.objects.filter(area_code__gte=site.code, area_code__lt=after(site.code))
    offices = dict(lying.filter(kind=KIND.COMMITTEE, function="").values_list("code", "pk"))
    furnished = set(lying.filter(kind=KIND.SUPERVISION).values_list("area_code", flat=True))
    for place in site.places:
        if place.people and place.code in offices and place.code not in furnished:
            _furnish(site, place, offices[place.code])
            yield


def _furnish(site: Site, place: Place, office: int) -> None:
    chance = site.plan.chance("bodies", place.code)
    for kind, posts in POSTS.items():
        if kind == KIND.COMMITTEE:
            code, body, stream = place.code, office, Stream(stream_of(place.code))
        else:
            code = f"{place.code}:{kind.value}-1"
            stream = Stream(stream_of(code))
            body = _register(site, place, kind, code, stream)
        for title, seats in posts:
            if (kind, title, seats) != MEMBERS:
                _seat(site, place, body, stream, title, seats, chance)


def _register(site: Site, place: Place, kind: Organisation.Kind, code: str, stream: Stream) -> int:
    pk = site.writer.number(BODIES.name)
    called = NAMES[kind].format(place=place.name)
    if place.urban:
        called = called.replace("村民代表", "居民代表").replace("村务监督", "居务监督")
    site.rows[BODIES].append((pk, code, called, kind.value, place.code, "", "", SINCE, None))
    _note(site, REGISTERED, place, stream, {"name": called, "kind": kind.value, "credit": ""})
    return pk


def _seat(
    site: Site, place: Place, body: int, stream: Stream, title: str, seats: int, chance: Random
) -> None:
    post = site.writer.number(POST.name)
    site.rows[POST].append((post, body, title, seats))
    _note(site, POST_ADDED, place, stream, {"title": title, "seats": seats})
    for _n in range(seats):
        pk, holder = site.writer.number(SEAT.name), name(chance)
        site.rows[SEAT].append((pk, post, None, holder, chance.random() < 0.4, SINCE, None))
        told: dict[str, Json] = {
            "seat": pk,
            "title": title,
            "holder": holder,
            "account": "",
            "since": SINCE.isoformat(),
        }
        _note(site, SEATED, place, stream, {**told, "until": ""})


def _note(site: Site, kind: RecordType, place: Place, stream: Stream, payload: dict[str, Json]) -> None:
    site.scribe.note(kind, stream=stream, area=place.code, actor=MADE_UP, at=site.at(SINCE), payload=payload)
