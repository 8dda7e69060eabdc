"""The declaration of this module: the only file the rest of the platform reads."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.registry.declaration import Module, NavItem, registry

from .vocabulary import IMPORTED

registry.declare(
    Module(
        slug="advice",
        title=_("咨询"),
        purpose=_("用日常的话提问，得到现行的条文和以前公开的答复；不知道就说不知道，请人来答。"),
        systems={"S34": "advice:ask"},
        partly={"S34": _("还不会主动告知符合条件的人。")},
        record_types=(IMPORTED,),
        nav=(
            NavItem(_("咨询"), "advice:ask", Audience.PUBLIC, "help", order=15),
            NavItem(_("咨询"), "advice:ask", Audience.RESIDENT, "help", order=15),
            NavItem(_("咨询"), "advice:ask", Audience.OFFICER, "help", order=60),
        ),
    )
)
