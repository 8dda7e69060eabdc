from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "gongzhi.kernel.matters"
    label = "matters"
