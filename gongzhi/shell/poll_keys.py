"""Where the holders of a poll's key make it, alone or together, and use it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.kernel.ballots.encrypted import public_key_of
from gongzhi.kernel.ballots.forms import TextFileForm
from gongzhi.kernel.ballots.key_together import PARTS, due, handed_out, late
from gongzhi.kernel.ballots.models import KeyHolder, Poll
from gongzhi.kernel.ballots.services import secrecy, together
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, resident
from gongzhi.kernel.people.confined import confined
from gongzhi.shell.poll_views import load


def _holder(found: Poll, request: ActorRequest) -> KeyHolder:
    holder = found.holders.filter(account=request.actor.uuid).first() if request.actor.uuid else None
    if holder is None:
        raise PermissionDenied(_("这一页只对这次投票的密钥持有人开放。"))
    return holder


def _together(found: Poll, holder: KeyHolder) -> dict[str, Any]:
    """Answer how far the holders are who make one key together."""
    part = due(found) if found.opened_at is None else ""
    waited = late(found, part) if part else []
    return {
        "due": part,
        "step": PARTS.index(part) + 1 if part else 0,
        "waited": waited,
        "mine": holder in waited,
        "here": holder.parts.filter(part=PARTS[-1]).exists(),
    }


@resident
@confined
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What a holder of a key does: make it before, use it after."""
    found = load(pk)
    holder = _holder(found, request)
    refused = ""
    if request.method == "POST":
        try:
            _use_key(found, request)
        except Refused as why:
            refused = str(why)
        else:
            return redirect("shell:poll_keys", pk)
    given = set(holder.partials.values_list("scheme", flat=True))
    context = {
        "poll": found,
        "holder": holder,
        "refused": refused,
        "waiting": [
            a for a in found.archives.order_by("scheme") if a.result is None and a.scheme not in given
        ],
        "public_key": public_key_of(found, holder) if found.opened_at else "",
        "archives": found.archives.order_by("scheme"),
        **_together(found, holder),
    }
    return render(request, "shell/poll_keys.html", context, status=409 if refused else 200)


def _made_elsewhere(found: Poll, request: HttpRequest) -> str:
    """Answer what a holder made with `gongzhi trustee`, who need not trust the script of this page."""
    form = TextFileForm(request.POST, request.FILES, poll=found)
    if not form.is_valid():
        raise Refused(" ".join(str(why) for whys in form.errors.values() for why in whys))
    return str(form.cleaned_data["file"]).strip()


def _use_key(found: Poll, request: HttpRequest) -> None:
    who = {"poll_id": found.pk, "actor": request.actor, "at": timezone.now()}  # type: ignore[attr-defined]
    made = _made_elsewhere(found, request) if request.FILES else ""
    if found.threshold and found.opened_at is None:
        text = made or request.POST.get("part", "")
        there = together.give_part(part=request.POST.get("step", "")[:20], text=text, **who)
        messages.success(request, _("已收下，共同密钥已生成。") if there else _("这一步已收下。"))
        return
    if public_key := request.POST.get("public_key") or (made if found.opened_at is None else ""):
        secrecy.give_key(public=public_key, **who)
        messages.success(request, _("您的公钥已收下。请妥善保管刚才保存的密钥文件，开票时要用。"))
        return
    finished = secrecy.give_partial(
        scheme=request.POST.get("scheme", "")[:12],
        text=made or request.POST.get("partial_decryption", ""),
        **who,
    )
    done = _("解密结果已收下，开票完成。") if finished else _("解密结果已收下，等待其他持有人。")
    messages.success(request, done)


@resident
@confined
@require_safe
def key_file(request: ActorRequest, pk: UUID, name: str) -> HttpResponse:
    """A file of the ceremony for the holder who asks: for the script of the page, or for `gongzhi trustee`."""
    found = load(pk)
    holder = _holder(found, request)
    text = handed_out(found, holder, name)
    if text is None:
        raise Http404(_("还没有这个文件：等各位持有人完成上一步。"))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    file = "certs.txt" if name == "certs" else f"{holder.position}.{name}"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer
