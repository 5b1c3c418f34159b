"""Addresses of carried topics. They stand before those of discussions, whose topics have names of their own."""

from django.urls import path

from forum.crossposting.views import (
    asking,
    carrying,
    hiding,
    in_community,
    own,
    proposals,
    standing,
    tending,
    trust,
)

urlpatterns = [
    path("t/<int:topic_id>/carry/", carrying.carry, name="topic-carry"),
    path("t/<int:topic_id>/ask/", asking.ask, name="topic-ask"),
    path("t/<int:topic_id>/standing/", standing.standing, name="topic-standing"),
    path("carried/", own.carried, name="carried"),
    path("carried/<int:placement_id>/", proposals.proposal, name="carried-one"),
    path("carried/<int:placement_id>/accept/", proposals.accept, name="carried-accept"),
    path("carried/<int:placement_id>/decline/", proposals.decline, name="carried-decline"),
    path("carried/<int:placement_id>/end/", proposals.end, name="carried-end"),
    path("carried/<int:placement_id>/lock/", tending.lock, name="carried-lock"),
    path("carried/<int:placement_id>/unlock/", tending.unlock, name="carried-unlock"),
    path("carried/<int:placement_id>/tags/", tending.tag, name="carried-tags"),
    path("posts/<int:post_id>/hide/", hiding.hide, name="post-hide"),
    path("posts/<int:post_id>/show/", hiding.show, name="post-show"),
    path("c/<slug:slug>/manage/carried/", in_community.carried_in_community, name="carried-in-community"),
    path("c/<slug:slug>/manage/carried/trust/", trust.trust, name="trust"),
    path("c/<slug:slug>/manage/carried/trust/<slug:trusted_slug>/end/", trust.end, name="trust-end"),
]
