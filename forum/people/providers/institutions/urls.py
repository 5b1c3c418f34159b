"""Addresses that institutions are told to send people back to."""

from django.urls import path

from forum.people.providers.institutions import views

urlpatterns = [
    path("oidc/<str:provider_id>/login/", views.login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
