"""The page of a case says that its photo was handed in for another one too."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongzhi.kernel.matters.services.files import attach
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.modules.cases.factories import COMMUNITY, MONDAY, make_case
from gongzhi.modules.cases.tests.site import Site, acting, built, person, text, visitor

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture
def site(cast: object) -> Site:
    return built()


def test_an_officer_is_told_of_the_other_matter_and_a_resident_is_not(site: Site) -> None:
    neighbour = person("neighbour")
    other = make_case(acting(neighbour), area="500103001006")
    for matter in (site.matter, other):
        attach(matter, SimpleUploadedFile("合同.pdf", PDF), step="opened", by="", at=MONDAY)
    path = reverse("shell:matter", args=[site.matter.number])
    told = "这份文件与另一件事项的文件相同，请核对。"
    county = visitor(site.officers[Role.DISTRICT_OFFICER]).get(path)
    assert told in text(county)
    assert f'href="/m/{other.number}/"' in county.content.decode()
    clerk = visitor(site.community).get(path)
    assert COMMUNITY not in other.area_code
    assert told in text(clerk)
    assert other.number not in clerk.content.decode()
    own = visitor(site.resident).get(f"/cases/{site.matter.number}/")
    assert "合同.pdf" in text(own)
    assert told not in text(own)
