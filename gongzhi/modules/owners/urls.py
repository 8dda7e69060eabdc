"""Pages of owners."""

from django.urls import path

from . import views

app_name = "owners"
urlpatterns = [
    path("", views.estates, name="estates"),
    path("enrol/<str:area>/", views.enrol, name="enrol"),
    path("mine/", views.mine, name="mine"),
    path("votes/<uuid:poll>/rooms/", views.participation, name="participation"),
    path("votes/<uuid:poll>/remind/", views.remind, name="remind"),
    path("<int:estate>/", views.show, name="show"),
    path("<int:estate>/roll/", views.roll, name="roll"),
    path("<int:estate>/roll/import/", views.take_in, name="take_in"),
    path("<int:estate>/roll/export/", views.export, name="export"),
    path("<int:estate>/units/<int:pk>/", views.unit, name="unit"),
    path("<int:estate>/new/", views.new, name="new"),
    path("<int:estate>/rules/", views.rules, name="rules"),
    path("<int:estate>/seal/", views.seal, name="seal"),
    path("<int:estate>/seal/<int:pk>/photo/", views.seal_photo, name="seal_photo"),
    path("<int:estate>/audits/", views.audits, name="audits"),
    path("<int:estate>/handover/", views.handover, name="handover"),
    path("<int:estate>/supervision/", views.supervision, name="supervision"),
    path("<int:estate>/do/<str:key>/<int:pk>/", views.do, name="do"),
]
