from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gongzhi.kernel.people"
    label = "people"
