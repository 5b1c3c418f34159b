"""Addresses of live sessions and of calendars."""

from django.urls import path

from forum.gatherings.views import (
    calendars,
    coming,
    gatherings,
    joint,
    leading,
    lists,
    materials,
    preparing,
    questions,
)

_QUESTION = "live/<int:gathering_id>/questions/<int:question_id>/"

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
    path("live/<int:gathering_id>/ask/", questions.ask, name="question-ask"),
    path("live/<int:gathering_id>/questions/nameless/", questions.nameless, name="questions-nameless"),
    path(f"{_QUESTION}vote/", questions.vote, name="question-vote"),
    path(f"{_QUESTION}vote/remove/", questions.take_back, name="question-vote-remove"),
    path(f"{_QUESTION}take-up/", questions.take_up, name="question-take-up"),
    path(f"{_QUESTION}put-back/", questions.put_back, name="question-put-back"),
    path(f"{_QUESTION}answer/", questions.answer, name="question-answer"),
    path(f"{_QUESTION}decline/", questions.decline, name="question-decline"),
    path(f"{_QUESTION}merge/", questions.merge, name="question-merge"),
    path(f"{_QUESTION}pin/", questions.pin, name="question-pin"),
    path(f"{_QUESTION}unpin/", questions.unpin, name="question-unpin"),
    path(f"{_QUESTION}take-away/", questions.take_away, name="question-take-away"),
    path("live/<int:gathering_id>/session.ics", calendars.one, name="gathering-calendar"),
    path("live/<int:gathering_id>/<str:slug>/", gatherings.gathering, name="gathering"),
    path("settings/calendars/", calendars.own, name="calendars"),
    path("settings/calendars/new/", calendars.new, name="calendar-new"),
    path("settings/calendars/<int:key_id>/end/", calendars.end, name="calendar-end"),
    path("calendar/<str:word>.ics", calendars.feed, name="calendar-feed"),
]
