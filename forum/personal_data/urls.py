"""Addresses of one's own data, and of leaving."""

from django.urls import path

from forum.personal_data.views import exports, leaving

urlpatterns = [
    path("settings/data/", exports.your_data, name="your-data"),
    path("settings/data/<int:export_id>/", exports.export, name="export"),
    path("settings/data/<int:export_id>/progress/", exports.progress, name="export-progress"),
    path("settings/data/<int:export_id>/file/", exports.file, name="export-file"),
    path("settings/data/<int:export_id>/stop/", exports.stop, name="export-stop"),
    path("settings/data/<int:export_id>/resume/", exports.resume, name="export-resume"),
    path("settings/leaving/", leaving.leaving, name="leaving"),
    path("left/<str:token>/", leaving.left, name="left"),
    path("left/<str:token>/progress/", leaving.left_progress, name="left-progress"),
]
