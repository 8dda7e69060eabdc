"""How often a machine may call. Counted in the shared cache, which is a table: one count for all processes.

The count of a minute is read and written in two steps, so that calls at the same instant may be counted as one: a
limit against floods, not a meter.
"""

from dataclasses import dataclass
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

WINDOW = 60  # seconds


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a minute, and after how many seconds the next one begins."""

    limit: int
    left: int
    wait: int

    @property
    def spent(self) -> bool:
        return self.left < 0

    def tell(self, answer: HttpResponse) -> HttpResponse:
        """Write what is left into the answer, as the draft of the IETF on RateLimit headers has it."""
        answer["RateLimit-Policy"] = f'"key";q={self.limit};w={WINDOW}'
        answer["RateLimit"] = f'"key";r={max(self.left, 0)};t={self.wait}'
        if self.spent:
            answer["Retry-After"] = str(self.wait)
        return answer


def allowance(request: HttpRequest, *, now: float, held: str = "") -> Allowance:
    """Count a call: of whoever holds this key (`held`, or the header's), or of an address that calls without one.

    `now` in seconds since 1970.
    """
    who = held or request.headers.get("Authorization") or get_adapter(request).get_client_ip(request)
    minute, second = divmod(int(now), WINDOW)
    counter = f"api:{sha256(who.encode()).hexdigest()}:{minute}"
    if cache.add(counter, 1, WINDOW):
        used = 1
    else:
        try:
            used = cache.incr(counter)
        except ValueError:  # it ended between the two
            used = 1
    limit = settings.API_CALLS_A_MINUTE
    return Allowance(limit, limit - used, WINDOW - second)
