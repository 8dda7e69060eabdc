"""allauth's pages without those about e-mail: accounts here have a phone, and no mail leaves the house."""

from allauth.account import urls as account_urls
from django.urls import include, path

urlpatterns = [
    *(p for p in account_urls.urlpatterns if not any(word in str(p.pattern) for word in ("email", "reset"))),
    path("2fa/", include("allauth.mfa.urls")),
]
