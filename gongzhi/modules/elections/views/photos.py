"""The photos that candidates show of themselves."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from filetype import guess

from gongzhi.kernel.matters.services.files import stored_at
from gongzhi.kernel.people.audience import ActorRequest, public
from gongzhi.modules.elections import selectors
from gongzhi.modules.elections.models import Election

from .deeds import capacities


@public
@require_safe
def photo(request: ActorRequest, number: str, pk: int) -> FileResponse:
    """Answer a photo to whoever sees the candidate on the page of candidates."""
    election = get_object_or_404(Election.objects.select_related("matter", "body"), matter__number=number)
    inside = bool(capacities(election, request.actor) & {"led", "township"})
    shown = (row.candidate for row in selectors.slate(election, request.actor, inside=inside))
    found = next((one for one in shown if one.pk == pk and one.photo), None)
    if found is None:
        raise Http404(_("没有这张照片。"))
    file = default_storage.open(stored_at(found.photo))
    kind = guess(file)
    file.seek(0)
    response = FileResponse(file, content_type=kind.mime if kind else "image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
