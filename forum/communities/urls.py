"""Addresses of a community's people, and of joining and leaving it."""

from django.urls import path

from forum.communities import views

urlpatterns = [
    path("c/<slug:slug>/people/", views.people, name="community-people"),
    path("c/<slug:slug>/join/", views.join, name="community-join"),
    path("c/<slug:slug>/leave/", views.leave, name="community-leave"),
]
