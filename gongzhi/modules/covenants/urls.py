"""Pages of covenants."""

from django.urls import path

from . import views

app_name = "covenants"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<str:number>/", views.read, name="read"),
    path("<str:number>/compare/", views.compare, name="compare"),
    path("<str:number>/draft/", views.draft, name="draft"),
    path("<str:number>/draft/hints/", views.hints, name="hints"),
    path("<str:number>/opinions/", views.opinions, name="opinions"),
    path("<str:number>/kept/", views.kept, name="kept"),
    path("<str:number>/kept/<str:key>/", views.do, name="do"),
    path("<str:number>/reports/<int:deed>/", views.judge, name="judge"),
]
