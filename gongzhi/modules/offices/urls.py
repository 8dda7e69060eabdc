"""Pages of bodies, their seats, their duties."""

from django.urls import path

from . import views

app_name = "offices"
urlpatterns = [
    path("", views.index, name="index"),
    path("register/", views.register, name="register"),
    path("double/", views.double, name="double"),
    path("duties/", views.duties, name="duties"),
    path("procedures/", views.procedures, name="procedures"),
    path("bodies/<str:code>/", views.body, name="body"),
    path("bodies/<str:code>/<str:key>/", views.do, name="do"),
]
