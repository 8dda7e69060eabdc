from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "gongzhi.kernel.publications"
    label = "publications"
