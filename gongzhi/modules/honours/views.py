from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gongzhi.kernel.people.audience import ActorRequest, public


@public
@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    return HttpResponse("")
