"""Addresses of imports."""

from django.urls import path

from forum.importing.views import authorship, boards, rooms, runs

# Rooms come first: "manage" is an address of the community, and no board's.
urlpatterns = [
    path("c/<slug:slug>/manage/import/", rooms.imports, name="community-imports"),
    path("c/<slug:slug>/manage/import/allowed/", rooms.import_allowed, name="community-import-allowed"),
    path("c/<slug:community_slug>/<slug:board_slug>/import/", boards.imports, name="imports"),
    path(
        "c/<slug:community_slug>/<slug:board_slug>/import/allowed/",
        boards.import_allowed,
        name="import-allowed",
    ),
    path("imports/<int:run_id>/", runs.import_run, name="import"),
    path("imports/<int:run_id>/progress/", runs.progress, name="import-progress"),
    path("imports/<int:run_id>/stop/", runs.stop, name="import-stop"),
    path("imports/<int:run_id>/resume/", runs.resume, name="import-resume"),
    path("settings/authorship/", authorship.authorship, name="authorship"),
    path("settings/authorship/<int:author_id>/", authorship.claim, name="authorship-claim"),
]
