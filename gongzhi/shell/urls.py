"""All pages: the shell's own, sign-in, one's own account, and each module under its name."""

from importlib.util import find_spec

from django.urls import include, path

from gongzhi.kernel.exchange.machine import machine_api
from gongzhi.kernel.registry.declaration import registry
from gongzhi.shell import log_views, matter_views, views, work_views

shell = [
    path("", views.home, name="home"),
    path("letter/", views.letter, name="letter"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("language/", views.language, name="language"),
    path("large/", views.large, name="large"),
    path("area/", views.area, name="area"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
]
logs = [
    path("log/", log_views.logs, name="logs"),
    path("log/<str:area>/checkpoint", log_views.checkpoint, name="checkpoint"),
    path("log/<str:area>/key.pub", log_views.key, name="log_key"),
    path("log/<str:area>/tile/<str:level>/<path:place>", log_views.tile, name="tile"),
    path("proof/<str:digest>/", log_views.proof, name="proof"),
    path("proof/<str:digest>.tlog-proof", log_views.proof_file, name="proof_file"),
]
workbench = [
    path("desk/", work_views.desk, name="desk"),
    path("work/", work_views.work, name="worklist"),
    path("work/export.<str:form>", work_views.export, name="export"),
    path("work/filters/", work_views.save_filter, name="save_filter"),
    path("work/bulk/", work_views.bulk, name="bulk"),
    path("m/<str:number>/", matter_views.matter, name="matter"),
    path("m/<str:number>/do/<str:key>/", matter_views.step, name="step"),
    path("m/<str:number>/files/<str:sha256>/", matter_views.file, name="file"),
    path("procedures/<str:key>/", matter_views.procedure, name="procedure"),
    path("procedures/<str:key>.bpmn", matter_views.bpmn, name="bpmn"),
]
modules = [f"gongzhi.modules.{module.slug}.urls" for module in registry]

api = machine_api((module.slug, module.api) for module in registry if module.api)

urlpatterns = [
    path("api/", api.urls),
    path("", include(([*shell, *logs, *workbench], "shell"))),
    path("accounts/", include("gongzhi.kernel.people.accounts_urls")),
    path("me/", include("gongzhi.kernel.people.urls")),
    *(path(f"{name.split('.')[2]}/", include(name)) for name in modules if find_spec(name)),
]
