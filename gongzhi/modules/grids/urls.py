"""Pages of grids."""

from django.urls import path

from . import views

app_name = "grids"
urlpatterns = [
    path("", views.index, name="index"),
    path("cut/<str:community>/", views.cut, name="cut"),
    path("<str:code>/", views.grid, name="grid"),
    path("<str:code>/<str:key>/", views.do, name="do"),
]
