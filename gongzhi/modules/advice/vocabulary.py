"""What the record says about the texts that advice is given from."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.record.declarations import RecordType

IMPORTED = RecordType("advice.imported", _("导入《{title}》（{adopted}），共{articles}条，自{since}起施行"))
