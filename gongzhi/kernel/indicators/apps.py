from importlib import import_module

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "gongzhi.kernel.indicators"
    label = "indicators"

    def ready(self) -> None:
        import_module("gongzhi.kernel.indicators.areas")  # counts areas when they are loaded
