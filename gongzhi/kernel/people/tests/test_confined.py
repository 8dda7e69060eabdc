from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gongzhi.kernel.people.audience import public
from gongzhi.kernel.people.confined import POLICY, confined


def test_a_confined_page_runs_only_our_script_is_kept_nowhere_and_stays_marked_with_its_audience() -> None:
    @confined
    @public
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("选票")

    answer = page(RequestFactory().get("/"))
    assert answer["Content-Security-Policy"] == POLICY
    assert "script-src 'self' 'wasm-unsafe-eval';" in POLICY
    assert "'unsafe-" not in POLICY
    assert answer["Cache-Control"] == "no-store"
    assert page.audience == "public"  # type: ignore[attr-defined]
