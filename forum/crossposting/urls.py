"""Addresses of carried topics. They stand before those of discussions, whose topics have names of their own."""

from django.urls import path

from forum.crossposting.views import (
    asking,
    carrying,
    hiding,
    homes,
    in_community,
    offering,
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
    path("t/<int:topic_id>/offer/", offering.offer, name="topic-offer"),
    path("carried/<int:placement_id>/adopt/", proposals.adopt, name="carried-adopt"),
    path("homes/<int:change_id>/", homes.home_change, name="home-change"),
    path("homes/<int:change_id>/accept/", homes.accept, name="home-change-accept"),
    path("homes/<int:change_id>/decline/", homes.decline, name="home-change-decline"),
    path("homes/<int:change_id>/object/", homes.object_to, name="home-change-object"),
    path("homes/<int:change_id>/take-back/", homes.take_back, name="home-change-take-back"),
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
