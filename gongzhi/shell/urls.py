"""All pages: the shell's own, sign-in, one's own account, and each module under its name."""

from importlib.util import find_spec

from django.urls import include, path

from gongzhi.kernel.exchange.machine import machine_api
from gongzhi.kernel.exchange.open311 import georeport_urls
from gongzhi.kernel.registry.declaration import registry
from gongzhi.shell import (
    calendar_views,
    data_views,
    figure_views,
    health_views,
    log_views,
    matter_views,
    meeting_views,
    message_views,
    notice_views,
    open_views,
    poll_desk,
    poll_keys,
    poll_views,
    views,
    work_views,
)

shell = [
    path("", views.home, name="home"),
    path("letter/", views.letter, name="letter"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("language/", views.language, name="language"),
    path("large/", views.large, name="large"),
    path("area/", views.area, name="area"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", health_views.ready, name="healthz"),
    path("health/live", health_views.live, name="live"),
    path("health/ready", health_views.ready, name="ready"),
    path("metrics", health_views.metrics, name="metrics"),
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
    path("procedures/", matter_views.procedures, name="procedures"),
    path("procedures/<str:key>/", matter_views.procedure, name="procedure"),
    path("procedures/<str:key>.bpmn", matter_views.bpmn, name="bpmn"),
]
together = [
    path("o/<str:number>/", open_views.matter, name="open_matter"),
    path("o/<str:number>/certificate.<str:form>", open_views.certificate, name="certificate"),
    path("o/<str:number>/follow/", open_views.keep_told, name="keep_told"),
    path("o/<str:number>/objections/<uuid:pk>/", open_views.objection, name="objection"),
    path("o/<str:number>/meetings/<str:decision>/", meeting_views.call, name="call_meeting"),
    path("meetings/<uuid:pk>/", meeting_views.meeting, name="meeting"),
    path("meetings/<uuid:pk>/live/", meeting_views.live, name="meeting_live"),
    path("meetings/<uuid:pk>/room/", meeting_views.room, name="meeting_room"),
    path("meetings/<uuid:pk>/<str:act>/", meeting_views.do, name="meeting_do"),
    path("messages/", message_views.mine, name="messages"),
    path("messages/read/", message_views.read_all, name="messages_read"),
    path("messages/<int:pk>/", message_views.read, name="message"),
    path("follow/<str:area>/", message_views.follow, name="follow_area"),
    path("notices/<uuid:pk>/", notice_views.notice, name="notice"),
    path("notices/<uuid:pk>/certificate.<str:form>", notice_views.certificate, name="notice_certificate"),
    path("notices/<uuid:pk>/files/<str:sha256>/", notice_views.file, name="notice_file"),
    path("notices/<uuid:pk>/<str:act>/", notice_views.do, name="notice_do"),
]
polls = [
    path("polls/<uuid:pk>/", poll_views.poll, name="poll"),
    path("polls/<uuid:pk>/hall/", poll_views.hall, name="poll_hall"),
    path("polls/<uuid:pk>/vote/", poll_views.vote, name="poll_vote"),
    path("polls/<uuid:pk>/keys/", poll_keys.keys, name="poll_keys"),
    path("polls/<uuid:pk>/keys/<str:name>/", poll_keys.key_file, name="poll_key_file"),
    path("polls/<uuid:pk>/election.json", poll_views.election, name="poll_election"),
    path("polls/<uuid:pk>/tally-<str:scheme>.json", poll_views.tally, name="poll_tally"),
    path("polls/<uuid:pk>/<str:scheme>.bel", poll_views.archive, name="poll_archive"),
    path("polls/<uuid:pk>/desk/", poll_desk.desk, name="poll_desk"),
    path("polls/<uuid:pk>/desk/roll.csv", poll_desk.roll, name="poll_roll"),
    path("polls/<uuid:pk>/desk/booth/", poll_desk.booth, name="poll_booth"),
    path("polls/<uuid:pk>/desk/unvoted/", poll_desk.unvoted, name="poll_unvoted"),
    path("polls/<uuid:pk>/desk/<str:act>/", poll_desk.do, name="poll_do"),
]
figures = [
    path("figures/", figure_views.figures, name="figures"),
    path("figures/export.<str:form>", figure_views.export, name="figures_export"),
    path("figures/<str:key>/", figure_views.figure, name="figure"),
    path("figures/<str:key>/records/", figure_views.records, name="figure_records"),
    path("figures/<str:key>/sign/", figure_views.sign, name="figure_sign"),
]
data = [
    path("data/", data_views.listing, name="open_data"),
    path("data/catalogue.jsonld", data_views.catalogued, name="catalogue"),
    path("data/<slug:dataset>.csv-metadata.json", data_views.described, name="data_dictionary"),
    path("data/<slug:dataset>.<str:form>", data_views.file, name="data_file"),
    path("me/calendar/", calendar_views.mine, name="my_calendar"),
    path("calendar/<str:secret>.ics", calendar_views.subscribed, name="calendar"),
]
modules = [f"gongzhi.modules.{module.slug}.urls" for module in registry]

api = machine_api((module.slug, module.api) for module in registry if module.api)

urlpatterns = [
    path("api/v1/", api.urls),
    *(path("open311/v2/", include(georeport_urls(module.open311))) for module in registry if module.open311),
    path("", include(([*shell, *logs, *workbench, *together, *polls, *figures, *data], "shell"))),
    path("accounts/", include("gongzhi.kernel.people.accounts_urls")),
    path("me/", include("gongzhi.kernel.people.urls")),
    *(path(f"{name.split('.')[2]}/", include(name)) for name in modules if find_spec(name)),
]
