from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "gongzhi.kernel.territory"
    label = "territory"
