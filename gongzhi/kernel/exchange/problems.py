"""What is refused is told as RFC 9457 has it, in the language that was asked for."""

import json
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from gongzhi.kernel.matters.errors import Refused

MEDIA = "application/problem+json"
TEXT = {"type": "string"}
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "errors": {
            "type": "array",
            "items": {"type": "object", "required": ["pointer", "detail"], "properties": {"pointer": TEXT, "detail": TEXT}},
        },
    },
}  # fmt: skip


def problem(status: int, detail: str, **more: object) -> HttpResponse:
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    answer = HttpResponse(json.dumps({**said, **more}, ensure_ascii=False), content_type=MEDIA, status=status)
    answer["Content-Language"] = get_language() or ""
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def tell_problems(api: NinjaAPI) -> None:
    """Give an API its answers to what goes wrong; a failure of ours is left to Django."""

    @api.exception_handler(HttpError)
    def failed(request: HttpRequest, why: HttpError) -> HttpResponse:
        unknown = _("密钥或者令牌无效，或者已经过期。")
        return problem(why.status_code, unknown if why.status_code == 401 else str(why))

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, why: Refused) -> HttpResponse:
        return problem(409, str(why))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, why: Http404) -> HttpResponse:
        return problem(404, _("没有找到。"))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, why: ValidationError) -> HttpResponse:
        errors = [
            {"pointer": "/".join(["", *map(str, error["loc"][1:])]), "detail": str(error["msg"])}
            for error in why.errors
        ]
        return problem(422, _("提交的内容不符合接口说明。"), errors=errors)
