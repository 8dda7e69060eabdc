from django.urls import path

from gongzhi.kernel.people import views

app_name = "people"
urlpatterns = [
    path("", views.me, name="me"),
    path("demo/", views.demo_sign_in, name="demo_sign_in"),
]
