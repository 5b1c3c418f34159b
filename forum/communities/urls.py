"""Addresses of a community's people, and of joining and leaving it."""

from django.urls import path

from forum.communities.views import people

urlpatterns = [
    path("c/<slug:slug>/people/", people.people, name="community-people"),
    path("c/<slug:slug>/join/", people.join, name="community-join"),
    path("c/<slug:slug>/leave/", people.leave, name="community-leave"),
]
