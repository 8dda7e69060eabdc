"""Pages of elections."""

from django.urls import path

from . import views

app_name = "elections"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("recall/<str:area>/", views.recall, name="recall"),
    path("certificate/<str:code>/", views.certificate, name="certificate"),
    path("<str:number>/roll/", views.roll, name="roll"),
    path("<str:number>/candidates/", views.slate, name="slate"),
    path("<str:number>/candidates/<int:pk>/photo/", views.photo, name="photo"),
    path("<str:number>/committee/", views.committee, name="committee"),
    path("<str:number>/handover/", views.handover, name="handover"),
    path("<str:number>/result/", views.result, name="result"),
    path("<str:number>/do/<str:key>/", views.do, name="do"),
]
