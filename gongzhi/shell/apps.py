from django.apps import AppConfig

from gongzhi.shell.refusals import in_our_words


class ShellConfig(AppConfig):
    name = "gongzhi.shell"
    label = "shell"

    def ready(self) -> None:
        in_our_words()
