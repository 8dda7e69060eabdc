from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "gongzhi.kernel.bodies"
    label = "bodies"
