"""Pages of disclosure."""

from django.urls import path

from .views import boards, complaints, officers, overviews, publishing

app_name = "disclosure"
urlpatterns = [
    path("", overviews.overview, name="overview"),
    path("years/", overviews.years, name="years"),
    path("punctuality.<str:form>", overviews.export, name="export"),
    path("catalogue/", overviews.catalogue, name="catalogue"),
    path("owed/", officers.owed, name="owed"),
    path("begin/<str:area>/", officers.begin, name="begin"),
    path("owed/<str:area>/at-once/", officers.at_once, name="at_once"),
    path("owed/<str:area>/busy/", officers.busy, name="busy"),
    path("publish/<int:pk>/", publishing.publish, name="publish"),
    path("correct/<uuid:pk>/", publishing.correct, name="correct"),
    path("withhold/<uuid:pk>/", publishing.withhold, name="withhold"),
    path("complaints/", complaints.mine, name="complaints"),
    path("complaints/<int:pk>/", complaints.verify, name="verify"),
    path("<str:area>/", boards.board, name="board"),
    path("<str:area>/history/", boards.history, name="history"),
    path("<str:area>/feed.atom", boards.feed, name="feed"),
    path("<str:area>/complain/", complaints.complain, name="complain"),
]
