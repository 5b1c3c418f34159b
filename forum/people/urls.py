"""Addresses of a person's own settings."""

from django.urls import path

from forum.people.views import pictures, settings

urlpatterns = [
    path("settings/", settings.settings, name="settings"),
    path("settings/reading-order/<str:order>/", settings.reading_order, name="reading-order"),
    path("avatars/<int:person_id>/<str:key>", pictures.picture, name="avatar"),
]
