"""Addresses of live sessions and of calendars."""

from django.urls import path

from forum.gatherings.views import calendars, coming, gatherings, joint, leading, lists, materials, preparing

urlpatterns = [
    path("live/", lists.own, name="gatherings"),
    path("c/<slug:slug>/live/", lists.in_community, name="community-gatherings"),
    path("c/<slug:slug>/live/new/", preparing.new, name="gathering-new"),
    path("live/<int:gathering_id>/", gatherings.gathering, name="gathering-bare"),
    path("live/<int:gathering_id>/edit/", preparing.edit, name="gathering-edit"),
    path("live/<int:gathering_id>/announce/", preparing.announce, name="gathering-announce"),
    path("live/<int:gathering_id>/cancel/", preparing.cancel, name="gathering-cancel"),
    path("live/<int:gathering_id>/materials/", materials.materials, name="gathering-materials"),
    path(
        "live/<int:gathering_id>/materials/<int:material_id>/remove/",
        materials.remove,
        name="material-remove",
    ),
    path("live/<int:gathering_id>/together/", joint.together, name="gathering-together"),
    path("live/together/<int:joint_id>/", joint.joint, name="joint"),
    path("live/together/<int:joint_id>/end/", joint.end, name="joint-end"),
    path("live/<int:gathering_id>/come/", coming.come, name="gathering-come"),
    path("live/<int:gathering_id>/stay-away/", coming.stay_away, name="gathering-stay-away"),
    path("live/<int:gathering_id>/start/", leading.start, name="gathering-start"),
    path("live/<int:gathering_id>/end/", leading.end, name="gathering-end"),
    path("live/<int:gathering_id>/phase/", leading.phase, name="gathering-phase"),
    path("live/<int:gathering_id>/say-to-all/", leading.say_to_all, name="gathering-say-to-all"),
    path("live/<int:gathering_id>/say-no-more/", leading.say_no_more, name="gathering-say-no-more"),
    path("live/<int:gathering_id>/session.ics", calendars.one, name="gathering-calendar"),
    path("live/<int:gathering_id>/<str:slug>/", gatherings.gathering, name="gathering"),
    path("settings/calendars/", calendars.own, name="calendars"),
    path("settings/calendars/new/", calendars.new, name="calendar-new"),
    path("settings/calendars/<int:key_id>/end/", calendars.end, name="calendar-end"),
    path("calendar/<str:word>.ics", calendars.feed, name="calendar-feed"),
]
