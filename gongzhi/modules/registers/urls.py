"""Pages of registers; each register's list has a name of its own too, so that figures lead to it."""

from django.urls import path

from .views import importing, reading, writing
from .vocabulary import REGISTERS

app_name = "registers"
urlpatterns = [
    path("", reading.overview, name="overview"),
    path("rows/<uuid:key>/", reading.row, name="row"),
    path("rows/<uuid:key>/<str:deed>/", writing.do, name="do"),
    path("imports/<uuid:key>/undo/", importing.undo, name="undo"),
    *(path(f"{key}/", reading.rows, {"key": key}, name=key) for key in REGISTERS),
    path("<str:key>/", reading.rows, name="rows"),
    path("<str:key>/new/", writing.new, name="new"),
    path("<str:key>/import/", importing.take_in, name="import"),
    path("<str:key>/template.xlsx", reading.template, name="template"),
    path("<str:key>/dictionary.csv", reading.dictionary, name="dictionary"),
    path("<str:key>/<str:form>/", reading.export, name="export"),
]
