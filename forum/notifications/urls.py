"""Addresses of the inbox."""

from django.urls import path

from forum.notifications.views import inbox

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox-read"),
    path("inbox/<int:notice_id>/", inbox.open_notice, name="notice"),
]
