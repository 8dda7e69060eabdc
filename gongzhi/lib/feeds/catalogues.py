"""A catalogue of data as harvesters read it: DCAT-AP 2.1.1, written as JSON-LD 1.1."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .items import stamp

MEDIA = "application/ld+json"
AUTHORITY = "http://publications.europa.eu/resource/authority"
IANA = "http://www.iana.org/assignments/media-types"
FILE_TYPES = {
    "atom": "ATOM",
    "csv": "CSV",
    "geojson": "GEOJSON",
    "ics": "ICS",
    "json": "JSON",
    "xlsx": "XLSX",
}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A file of a dataset. `form`: its ending; `standard`: the text that it follows; `described`: its dictionary."""

    url: str
    form: str
    media: str
    standard: str = ""
    described: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """`page`: where people read the same."""

    key: str
    title: str
    about: str
    page: str
    files: Sequence[Distribution]


def catalogue(
    here: str,
    datasets: Sequence[Dataset],
    *,
    page: str,
    title: str,
    about: str,
    publisher: str,
    licence: str,
    language: str,
    at: datetime,
) -> dict[str, Any]:
    """Answer the catalogue at the address `here`. `language`: code of the EU's table of languages, as ZHO."""
    tongue = _typed(f"{AUTHORITY}/language/{language}", "dct:LinguisticSystem")
    agent = {"@id": f"{here}#publisher", "@type": "foaf:Agent", "foaf:name": publisher}
    licenced = _typed(licence, "dct:LicenseDocument")
    return {
        "@context": CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:title": title,
        "dct:description": about,
        "dct:publisher": agent,
        "dct:license": licenced,
        "dct:language": tongue,
        "dct:modified": {"@type": "xsd:dateTime", "@value": stamp(at)},
        "foaf:homepage": _typed(page, "foaf:Document"),
        "dcat:dataset": [_dataset(here, d, agent["@id"], licenced, tongue) for d in datasets],
    }


def _dataset(here: str, dataset: Dataset, agent: str, licence: Any, tongue: Any) -> dict[str, Any]:
    frequency = _typed(f"{AUTHORITY}/frequency/UPDATE_CONT", "dct:Frequency")
    return {
        "@id": f"{here}#{dataset.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.key,
        "dct:title": dataset.title,
        "dct:description": dataset.about,
        "dct:publisher": {"@id": agent},
        "dct:language": tongue,
        "dct:accrualPeriodicity": frequency,
        "dcat:landingPage": _typed(dataset.page, "foaf:Document"),
        "dcat:distribution": [_file(file, dataset, licence) for file in dataset.files],
    }


def _file(file: Distribution, dataset: Dataset, licence: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@id": f"{file.url}#file",
        "@type": "dcat:Distribution",
        "dct:title": f"{dataset.title} ({file.form})",
        "dcat:accessURL": {"@id": file.url},
        "dcat:downloadURL": {"@id": file.url},
        "dcat:mediaType": _typed(f"{IANA}/{file.media}", "dct:MediaType"),
        "dct:format": _typed(f"{AUTHORITY}/file-type/{FILE_TYPES[file.form]}", "dct:MediaTypeOrExtent"),
        "dct:license": licence,
    }
    if file.standard:
        told["dct:conformsTo"] = _typed(file.standard, "dct:Standard")
    if file.described:
        told["foaf:page"] = _typed(file.described, "foaf:Document")
    return told


def _typed(iri: str, kind: str) -> dict[str, str]:
    return {"@id": iri, "@type": kind}
