"""A form is taken once: sent again, by the back button or a double click, it leads to where it led the first time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gongzhi.kernel.people.audience import ActorRequest
from gongzhi.kernel.people.models import SentForm

KEY = "once"  # the hidden field of the page (_once.html)
KEPT = timedelta(days=30)


def once(request: ActorRequest, act: Callable[[], str], *, at: datetime) -> HttpResponse:
    """Do what a form asks for and go to the address that `act` answers; a form without a key is taken each time.

    What `act` raises undoes everything: a form that was refused may be mended and sent again.
    """
    key = key_in(request.POST.get(KEY, ""))
    if key is None:
        return redirect(act())
    with transaction.atomic():
        sent, new = SentForm.objects.get_or_create(key=key, by=request.actor.account, defaults={"at": at})
        if new:
            SentForm.objects.filter(at__lt=at - KEPT).delete()
            sent.leads_to = act()
            sent.save(update_fields=["leads_to"])
    if not new:
        messages.info(request, _("您已经提交过，这里就是您提交的内容，没有重复登记。"))
    return redirect(sent.leads_to)


def key_in(text: str) -> UUID | None:
    """Answer the key that a form carries; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
