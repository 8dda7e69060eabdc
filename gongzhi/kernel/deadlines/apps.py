from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "gongzhi.kernel.deadlines"
    label = "deadlines"
