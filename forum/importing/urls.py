"""Addresses of imports."""

from django.urls import path

from forum.importing import views

urlpatterns = [
    path("c/<slug:community_slug>/<slug:board_slug>/import/", views.imports, name="imports"),
    path(
        "c/<slug:community_slug>/<slug:board_slug>/import/allowed/",
        views.import_allowed,
        name="import-allowed",
    ),
    path("imports/<int:run_id>/", views.import_run, name="import"),
    path("imports/<int:run_id>/progress/", views.progress, name="import-progress"),
    path("imports/<int:run_id>/stop/", views.stop, name="import-stop"),
    path("imports/<int:run_id>/resume/", views.resume, name="import-resume"),
    path("settings/authorship/", views.authorship, name="authorship"),
    path("settings/authorship/<int:author_id>/", views.claim, name="authorship-claim"),
]
