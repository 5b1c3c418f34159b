"""Addresses of a person's own settings."""

from django.urls import path

from forum.people import views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/reading-order/<str:order>/", views.reading_order, name="reading-order"),
]
