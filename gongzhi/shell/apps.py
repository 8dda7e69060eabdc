from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "gongzhi.shell"
    label = "shell"
