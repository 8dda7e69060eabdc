"""A client that we did not write: `georeport` from PyPI, against the server as its operators run it."""

import pytest
import requests
from georeport import GeoReport

from .running import Site
from .visitor import Meet

KIND, COMMUNITY = "060102", "500103001003"
WORDS = "单元门口的路灯坏了两盏，晚上看不清台阶。"


@pytest.mark.journey
def test_georeport_follows_a_request_until_an_officer_has_acted(site: Site, meet: Meet) -> None:
    """The client only reads; what it cannot do, handing in, is the POST of the text."""
    root = f"{site.url}/open311/v2"
    clients = [GeoReport(root, output_format=form) for form in ("json", "xml")]
    for client in clients:
        assert KIND in [service["service_code"] for service in client.get_service_list()]
        assert client.get_service_definition(KIND)["service_code"] == KIND
    number = posted(root, site.key)
    for client in clients:
        assert client.get_service_request(number)["status"] == "open"
        assert client.get_service_request(number)["status_notes"] == "已登记"
    officer = meet("community", f"/m/{number}/")
    officer.reads(WORDS)
    officer.take("不予受理", 理由="不属于信访事项", 请反映人改向哪里提出="区城市管理局")
    for client in clients:
        row = client.get_service_request(number)
        assert (row["status"], row["status_notes"]) == ("closed", "不予受理")


def posted(root: str, key: str) -> str:
    given = {"api_key": key, "service_code": KIND, "description": WORDS, "address_id": COMMUNITY}
    given |= {"lat": "29.5630", "long": "106.5650"}
    answer = requests.post(f"{root}/requests.json", data=given, timeout=30)
    assert answer.status_code == 200, answer.text
    return str(answer.json()[0]["service_request_id"])
