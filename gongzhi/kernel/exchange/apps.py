from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "gongzhi.kernel.exchange"
    label = "exchange"
