"""Pages of honours."""

from django.urls import path

from .views import judging, listing, rounds

app_name = "honours"
urlpatterns = [
    path("", rounds.overview, name="overview"),
    path("new/", rounds.new, name="new"),
    path("roll/", rounds.roll, name="roll"),
    path("certificates/<str:code>/", rounds.certificate, name="certificate"),
    path("certificates/<str:code>/print/", rounds.paper, name="paper"),
    path("certificates/<str:code>/revoke/", rounds.revoke, name="revoke"),
    path("<str:number>/", rounds.programme, name="programme"),
    path("<str:number>/districts/<str:district>/", listing.listing, name="listing"),
    path("<str:number>/districts/<str:district>/<str:key>/", listing.do, name="do"),
    path("<str:number>/strike/", listing.strike, name="strike"),
    path("<str:number>/review/", judging.review, name="review"),
    path("<str:number>/review/recuse/", judging.recuse, name="recuse"),
    path("<str:number>/review/<str:district>/", judging.sheet, name="sheet"),
    path("<str:number>/office/", judging.office, name="office"),
    path("<str:number>/office/tie/", judging.tie, name="tie"),
]
