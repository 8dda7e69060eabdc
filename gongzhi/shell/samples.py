"""Certificates and archives of a demo, laid where anybody finds and checks them: of each procedure that came to an end."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage

from gongzhi.kernel.ballots.models import Archive, Poll
from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services.files import stored_at
from gongzhi.kernel.publications.certificates import certificate, paper
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.publications.selectors import latest
from gongzhi.kernel.record.models import Log
from gongzhi.kernel.record.operators import vkey_of
from gongzhi.kernel.registry.declaration import registry
from gongzhi.lib.certificate import text_of


def write_samples(folder: Path, *, at: datetime) -> list[str]:
    """Write NAME.json and NAME.pdf of each, NAME.bel of each secret poll, and the keys of the logs; answers the names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for name, subject in _subjects():
        (folder / f"{name}.json").write_bytes(text_of(certificate(subject)))
        (folder / f"{name}.pdf").write_bytes(paper(subject, address="http://localhost:8000/log/", at=at))
        names.append(name)
    for name, archive in _archives():
        with default_storage.open(stored_at(archive.sha256)) as kept:
            (folder / f"{name}.bel").write_bytes(kept.read())
        names.append(name)
    for log in Log.objects.order_by("area_code"):
        (folder / f"log-{log.area_code}.pub").write_text(vkey_of(log) + "\n", encoding="utf-8")
    return names


def _subjects() -> Iterator[tuple[str, Matter | Publication]]:
    for key, procedure in PROCEDURES.items():
        done = Matter.objects.filter(procedure=key, closed_at__isnull=False, state__in=procedure.final)
        if procedure.open and (found := done.order_by("-closed_at").first()):
            yield _name(key), found
    loose = latest(Publication.objects.filter(matter__isnull=True, version=1))
    for kind in loose.order_by("kind").values_list("kind", flat=True).distinct():
        found_one = loose.filter(kind=kind).order_by("-published_at", "pk").first()
        if found_one:
            yield _name(kind), found_one


def _archives() -> Iterator[tuple[str, Archive]]:
    """Answer the archives of the newest counted poll of each named procedure, one a scheme."""
    for key, name in ((key, name) for module in registry for key, name in module.samples.items()):
        polls = Poll.objects.filter(matter__procedure=key, secret=True, counted_at__isnull=False)
        newest = polls.order_by("-counted_at", "-number").first()
        for archive in newest.archives.order_by("scheme") if newest else ():
            yield name.format(scheme=archive.scheme), archive


def _name(key: str) -> str:
    """A key that says enough by itself goes without its module: four-deliberations, but covenants-village."""
    last = key.rpartition(".")[2]
    return (last if "_" in last else key).replace("_", "-").replace(".", "-")
