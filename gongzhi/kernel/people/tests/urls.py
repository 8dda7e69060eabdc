"""The pages of people and sign-in alone, without the shell."""

from django.urls import include, path

urlpatterns = [
    path("me/", include("gongzhi.kernel.people.urls")),
    path("accounts/", include("gongzhi.kernel.people.accounts_urls")),
]
