"""Addresses of a person's own settings, and of those who let people in."""

from django.urls import path

from forum.people.views import addresses, applications, pictures, sessions, settings

urlpatterns = [
    path("settings/", settings.settings, name="settings"),
    path("settings/reading-order/<str:order>/", settings.reading_order, name="reading-order"),
    path("settings/address/send-again/", addresses.send_again, name="address-send-again"),
    path("avatars/<int:person_id>/<str:key>", pictures.picture, name="avatar"),
    path("settings/sessions/", sessions.sessions, name="sessions"),
    path("settings/sessions/others/end/", sessions.end_others, name="sessions-end-others"),
    path("settings/sessions/<int:session_id>/end/", sessions.end, name="session-end"),
    path("stewards/applications/", applications.applications, name="applications"),
    path("stewards/applications/<int:application_id>/", applications.application, name="application"),
]
