from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "gongzhi.kernel.record"
    label = "record"
