"""Open311 GeoReport v2 over HTTP: arguments, XML and JSON, errors. What is answered is a desk's.

Beyond the text: pages (`page`, `page_size`, as issue 16 of open311.github.io proposed and cities run) and what
happened to requests (`servicerequestupdates`, after issue 11). A client that knows neither meets no difference.
"""

import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import uuid4
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gongzhi.kernel.people.audience import public
from gongzhi.kernel.people.selectors import actor_of_key
from gongzhi.lib.feeds.items import UNPRINTABLE

from .georeport import Asked, Desk, Fault, Handed, Offered, Row
from .limits import allowance

SPAN, MOST = timedelta(days=90), 1000  # GET Service Requests: 90 days or 1,000 rows, whichever is less
LONGEST, SHORTEST = 4000, 5
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-25T00:00:00+08:00"
DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")
Call = Callable[..., tuple[str, str, object]]  # root, name of each row, rows


def _answer(form: str, root: str, each: str, what: object, status: int = 200) -> HttpResponse:
    """The Spark convention: a list in JSON is an element of elements in XML, and one thing is itself."""
    if form != "xml":
        return JsonResponse(what, safe=False, status=status, json_dumps_params={"ensure_ascii": False})
    top = Element(root)
    _fill(top, each, what)
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(top, encoding="unicode").encode()
    return HttpResponse(body, content_type="text/xml; charset=utf-8", status=status)


PARTS = {"endpoints": "endpoint", "formats": "format", "attributes": "attribute"}


def _fill(into: Element, each: str, what: object) -> None:
    if isinstance(what, dict):
        for key, value in what.items():
            _fill(SubElement(into, key), PARTS.get(key, ""), value)
    elif isinstance(what, list):
        for one in what:
            _fill(SubElement(into, each), "", one)
    elif what is not None:
        into.text = str(what).lower() if isinstance(what, bool) else UNPRINTABLE.sub("", str(what))


def _called(
    call: Call, methods: str, desk: Desk, request: HttpRequest, form: str, **named: str
) -> HttpResponse:
    left = allowance(request, now=time.time(), held=request.POST.get("api_key", ""))
    try:
        if left.spent:
            raise Fault(429, _("调用太频繁，请在{n}秒后再试。").format(n=left.wait))
        if form not in ("xml", "json"):
            raise Fault(404, _("没有这种格式，请用 xml 或者 json。"))
        if request.method not in methods.split():
            raise Fault(405, _("这个地址不接受这种请求方法。"))
        answer = _answer(form, *call(desk, request, **named))
    except Fault as why:
        said = [{"code": why.status, "description": str(why)}]
        answer = _answer(form if form == "json" else "xml", "errors", "error", said, why.status)
    answer["Access-Control-Allow-Origin"] = "*"
    return left.tell(answer)


def _discovery(desk: Desk, request: HttpRequest) -> tuple[str, str, object]:
    endpoint = {
        "specification": SPECIFICATION,
        "url": request.build_absolute_uri(".").rstrip("/"),
        "changeset": CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    about = request.build_absolute_uri("/about/")
    return "discovery", "", {
        "changeset": CHANGED, "contact": about, "key_service": about, "endpoints": [endpoint]
    }  # fmt: skip


def _service(offer: Offered) -> Row:
    return {
        "service_code": offer.code,
        "service_name": offer.name,
        "description": offer.about,
        "metadata": False,
        "type": "realtime",
        "keywords": f"{offer.group}, {offer.name}",
        "group": offer.group,
    }


def _services(desk: Desk, request: HttpRequest) -> tuple[str, str, object]:
    return "services", "service", [_service(offer) for offer in desk.offers()]


def _definition(desk: Desk, request: HttpRequest, code: str) -> tuple[str, str, object]:
    if code not in {offer.code for offer in desk.offers()}:
        raise Fault(404, _("没有编码为“{code}”的服务（service_code）。").format(code=code))
    return "service_definition", "", {"service_code": code, "attributes": []}


def _requests(desk: Desk, request: HttpRequest) -> tuple[str, str, object]:
    if request.method == "POST":
        return "service_requests", "request", [_handed_in(desk, request)]
    return "service_requests", "request", desk.requests(_asked(request.GET))


def _request(desk: Desk, request: HttpRequest, number: str) -> tuple[str, str, object]:
    found = desk.requests(Asked(numbers=(number,)))
    if not found:
        raise Fault(404, _("没有编号为“{number}”的公开事项（service_request_id）。").format(number=number))
    return "service_requests", "request", found


def _token(desk: Desk, request: HttpRequest, token: str) -> tuple[str, str, object]:
    """Every service here is realtime, so nobody was ever given a token."""
    raise Fault(404, _("没有这个凭据（token）：提交时已经直接给出编号。"))


def _updates(desk: Desk, request: HttpRequest) -> tuple[str, str, object]:
    return "service_request_updates", "request_update", desk.updates(_asked(request.GET))


def _handed_in(desk: Desk, request: HttpRequest) -> Row:
    given = request.POST
    now = timezone.now()
    actor = actor_of_key(given.get("api_key", ""), timezone.localdate(now))
    if not actor.known:
        raise Fault(403, _("没有给出有效的密钥（api_key）。"))
    handed = _handed(given, request.headers.get("Idempotency-Key", "")[:80])
    number = desk.take(handed, actor, at=now)
    notice = _("已登记。凭编号可以随时查询办到哪一步。")
    return {"service_request_id": number, "service_notice": notice, "account_id": None}


def _handed(given: QueryDict, reference: str) -> Handed:
    for value in given.values():
        if "\0" in str(value):
            raise Fault(400, _("提交的内容里有不能保存的字符。"))
    if not (service := given.get("service_code", "")):
        raise Fault(400, _("没有给出服务编码（service_code）。"))
    said = given.get("description", "").strip()
    if not SHORTEST <= len(said) <= LONGEST:
        raise Fault(400, _("说明（description）须在{a}到{b}个字之间。").format(a=SHORTEST, b=LONGEST))
    name = given.get("last_name", "") + given.get("first_name", "")
    return Handed(
        service=service,
        description=said,
        point=_point(given),
        address=given.get("address_string", "")[:160],
        address_id=given.get("address_id", "")[:15],
        name=name[:40],
        phone=given.get("phone", "")[:20],
        reference=reference or str(uuid4()),
    )


def _point(given: QueryDict) -> tuple[Decimal, Decimal] | None:
    lat, long = given.get("lat", ""), given.get("long", "")
    if not lat and not long:
        return None
    if not (DEGREES.fullmatch(lat) and DEGREES.fullmatch(long)):
        raise Fault(400, _("纬度（lat）和经度（long）须同时给出，并且是数字。"))
    point = (round(Decimal(long), 6), round(Decimal(lat), 6))
    if not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
        raise Fault(400, _("纬度（lat）或者经度（long）超出范围。"))
    return point


def _asked(given: QueryDict) -> Asked:
    if numbers := _several(given, "service_request_id"):
        return Asked(numbers=numbers[:MOST])
    states = _several(given, "status")
    if not set(states) <= {"open", "closed"}:
        raise Fault(400, _("状态（status）只能是 open 或者 closed。"))
    since, until = _span(given)
    size = min(_whole(given, ("page_size", "per_page"), MOST), MOST)
    return Asked(
        services=_several(given, "service_code"),
        states=states,
        since=since,
        until=until,
        offset=(_whole(given, ("page",), 1) - 1) * size,
        most=size,
    )


def _several(given: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(part.strip() for text in given.getlist(name) for part in text.split(",") if part.strip())


def _whole(given: QueryDict, names: Sequence[str], otherwise: int) -> int:
    text = next((text for name in names if (text := given.get(name, ""))), "")
    if not text:
        return otherwise
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < 1:
        raise Fault(400, _("{name}须是从1起的整数。").format(name=names[0]))
    return int(text)


def _span(given: QueryDict) -> tuple[datetime, datetime]:
    since, until = _moment(given, "start_date"), _moment(given, "end_date")
    try:
        last = until or (since + SPAN if since else timezone.now())
        first = since or last - SPAN
    except OverflowError as why:
        raise Fault(400, _("时间超出范围。")) from why
    if last - first > SPAN:
        raise Fault(400, _("开始（start_date）到结束（end_date）不能超过90天。"))
    return first, last


def _moment(given: QueryDict, name: str) -> datetime | None:
    if not (text := given.get(name, "")):
        return None
    try:
        moment = parse_datetime(text.replace(" ", "+"))  # a plus sign that was not escaped
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Fault(400, _("{name}须写明时区，例如 2026-03-02T09:00:00+08:00。").format(name=name))
    return moment


def georeport_urls(desk: Desk) -> list[URLPattern]:
    """Answer the addresses of one jurisdiction: `jurisdiction_id` is taken and not needed."""
    table: tuple[tuple[str, Call, str], ...] = (
        ("discovery", _discovery, "GET HEAD"),
        ("services", _services, "GET HEAD"),
        ("services/<str:code>", _definition, "GET HEAD"),
        ("requests", _requests, "GET HEAD POST"),
        ("requests/<str:number>", _request, "GET HEAD"),
        ("tokens/<str:token>", _token, "GET HEAD"),
        ("servicerequestupdates", _updates, "GET HEAD"),
    )
    return [
        path(f"{where}.<str:form>", csrf_exempt(public(partial(_called, call, methods, desk))))
        for where, call, methods in table
    ]
