"""Addresses of carried topics. They stand before those of discussions, whose topics have names of their own."""

from django.urls import path

from forum.crossposting.views import asking, carrying, standing

urlpatterns = [
    path("t/<int:topic_id>/carry/", carrying.carry, name="topic-carry"),
    path("t/<int:topic_id>/ask/", asking.ask, name="topic-ask"),
    path("t/<int:topic_id>/standing/", standing.standing, name="topic-standing"),
    path("carried/<int:placement_id>/", standing.standing, name="carried-one"),
]
