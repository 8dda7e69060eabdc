"""Pages of advice."""

from django.urls import path

from . import views

app_name = "advice"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("laws/", views.laws, name="laws"),
    path("laws/<uuid:key>/", views.law, name="law"),
    path("plainly/<int:key>/", views.plainly, name="plainly"),
]
