"""Addresses that ORCID is told to send people back to."""

from django.urls import path

from forum.people.providers.orcid import views

urlpatterns = [
    path("orcid/login/", views.oauth2_login, name="orcid_login"),
    path("orcid/login/callback/", views.oauth2_callback, name="orcid_callback"),
]
