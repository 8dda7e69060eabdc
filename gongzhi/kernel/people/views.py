"""My own page, and the one-button sign-in of the demo."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.kernel.people import audience
from gongzhi.kernel.people.closing import StillInOffice, close_account, copy_of
from gongzhi.kernel.people.demo import demo_people
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import identity_of, mandates_of, phone_of, resident_of
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.identity import mask_identity, mask_phone


@audience.resident
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    account = cast(Account, request.user)
    resident = resident_of(account)
    context = {
        "account": account,
        "resident": resident,
        "phone": mask_phone(phone_of(account)),
        "identity": mask_identity(identity_of(resident)) if resident else "",
        "home": _place(resident.area_code) if resident else "",
        "mandates": [
            {"title": m.get_role_display(), "area": _place(m.area_code), "since": m.since, "until": m.until}
            for m in mandates_of(account, timezone.localdate())
        ],
        "has_password": account.has_usable_password(),
    }
    return render(request, "account/me.html", context)


@audience.resident
@require_safe
def copy(request: HttpRequest) -> HttpResponse:
    """All that is held about whoever asks, for them to keep."""
    found = copy_of(cast(Account, request.user))
    answer = JsonResponse(
        found,
        json_dumps_params={
            "ensure_ascii": False,
            "indent": 1,
        },
    )
    answer["Content-Disposition"] = 'attachment; filename="gongzhi-my-data.json"'
    return answer


@audience.resident
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Close one's account for good; asked twice, by the name one signs in with."""
    account, refused = cast(Account, request.user), ""
    if request.method == "POST":
        if request.POST.get("username", "").strip() != account.username:
            refused = _("用户名不一致，账号没有注销，什么都没有改变。请填写您的用户名：{name}").format(
                name=account.username
            )
        else:
            try:
                close_account(account=account, at=timezone.now())
            except StillInOffice as why:
                refused = str(why)
            else:
                logout(request)
                messages.success(request, _("账号已注销，您填写的个人信息已删除。"))
                return redirect(settings.LOGOUT_REDIRECT_URL)
    context = {"account": account, "refused": refused}
    return render(request, "account/close.html", context, status=409 if refused else 200)


def _place(code: str) -> str:
    try:
        return full_name(code)
    except Area.DoesNotExist:
        return code


@audience.public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people without a password; does not exist outside the demo."""
    username = request.POST.get("username", "")
    if username not in {person.username for person in demo_people()}:
        raise Http404
    account = get_object_or_404(Account, username=username, is_active=True)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return redirect(onward if safe else settings.LOGIN_REDIRECT_URL)
