"""Pages of cases."""

from django.urls import path

from . import views

app_name = "cases"
urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/suggest/", views.suggest, name="suggest"),
    path("register/", views.register, name="register"),
    path("receipt/", views.receipt, name="receipt"),
    path("mine/", views.mine, name="mine"),
    path("lookup/", views.lookup, name="lookup"),
    path("answers/", views.published, name="published"),
    path("answers/points.json", views.points, name="points"),
    path("answers/<str:number>/", views.answer, name="answer"),
    path("board/", views.board, name="board"),
    path("board/map.json", views.board_map, name="board_map"),
    path("rising/", views.rising, name="rising"),
    path("lessons/", views.lessons, name="lessons"),
    path("<str:number>/contact/", views.contact, name="contact"),
    path("<str:number>/check/", views.check, name="check"),
    path("<str:number>/", views.show, name="show"),
]
