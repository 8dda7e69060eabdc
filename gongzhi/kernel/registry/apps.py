from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistryConfig(AppConfig):
    """Comes last among the installed apps: every model is loaded when the modules declare themselves."""

    name = "gongzhi.kernel.registry"
    label = "registry"

    def ready(self) -> None:
        autodiscover_modules("module")
