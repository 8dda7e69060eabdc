from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "gongzhi.kernel.ballots"
    label = "ballots"
