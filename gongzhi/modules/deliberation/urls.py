"""Pages of deliberation."""

from django.urls import path

from . import views

app_name = "deliberation"
urlpatterns = [
    path("", views.topics, name="topics"),
    path("new/", views.propose_topic, name="propose_topic"),
    path("propose/", views.propose, name="propose"),
]
