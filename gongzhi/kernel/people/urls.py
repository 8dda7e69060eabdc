from django.urls import path

from gongzhi.kernel.people import views

app_name = "people"
urlpatterns = [
    path("", views.me, name="me"),
    path("data.json", views.copy, name="copy"),
    path("close/", views.close, name="close"),
    path("demo/", views.demo_sign_in, name="demo_sign_in"),
]
