"""Each view says who it is for. The middleware refuses a view that says nothing: deny by default."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Audience, Role

if TYPE_CHECKING:

    class ActorRequest(HttpRequest):
        """A request behind ActorMiddleware: `actor` is who asks, anonymous included."""

        actor: Actor
else:
    ActorRequest = HttpRequest

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def audience(who: Audience, *roles: Role) -> Callable[[View], View]:
    """Mark a view with its audience; `roles` narrow an officer's page. Signed-out visitors are asked to sign in."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if who in (Audience.RESIDENT, Audience.OFFICER) and not request.actor.known:
                return redirect_to_login(request.get_full_path())
            if who is Audience.OFFICER and not request.actor.officer:
                raise PermissionDenied(
                    _("这一页只对工作人员开放。您的账号没有相应的授权；如有需要，请联系所在社区。")
                )
            if roles and not request.actor.has(*roles):
                needed = _("、").join(str(r.label) for r in roles)
                raise PermissionDenied(_("这一页只对以下人员开放：{roles}。").format(roles=needed))
            return view(request, *args, **kwargs)

        guarded.audience = who  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


public = audience(Audience.PUBLIC)
resident = audience(Audience.RESIDENT)
officer = audience(Audience.OFFICER)
