"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.registry.declaration import Module, registry

from .vocabulary import REGISTERS

registry.declare(
    Module(
        slug="registers",
        title=_("登记册"),
        purpose=_("每个数字背后的登记册"),
        systems={"S19": "registers:overview"},
        record_types=tuple(kind for register in REGISTERS.values() for kind in register.kinds.all),
    )
)
