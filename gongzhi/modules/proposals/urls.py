"""Pages of proposals."""

from django.urls import path

from . import views

app_name = "proposals"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("rates/", views.rates, name="rates"),
    path("new/", views.new, name="new"),
    path("taken-in/", views.taken_in, name="taken_in"),
    path("receipt/", views.unlock_reply, name="unlock"),
    path("<str:number>/draft/", views.draft, name="draft"),
    path("<str:number>/draft.<str:form>", views.todays_paper, name="todays_paper"),
    path("<str:number>/replies/<int:round>/", views.reply, name="reply"),
    path("<str:number>/replies/<int:round>.<str:form>", views.signed_paper, name="signed_paper"),
    path("<str:number>/receipt/", views.receipt, name="receipt"),
]
