"""Addresses of moderation."""

from django.urls import path

from forum.moderation.views import (
    appealing,
    appeals,
    cases,
    health,
    own_reports,
    own_standing,
    public_log,
    purging,
    queue,
    queue_acts,
    replies,
    reporting,
)

urlpatterns = [
    path("posts/<int:post_id>/report/", reporting.post, name="post-report"),
    path("rooms/<int:room_id>/messages/<int:message_id>/report/", reporting.message, name="message-report"),
    path("people/<str:handle>/report/", reporting.person, name="person-report"),
    path("notes/<int:note_id>/report/", reporting.note, name="note-report"),
    path("carried/<int:placement_id>/report/", reporting.carried_note, name="carried-note-report"),
    path(
        "live/<int:gathering_id>/questions/<int:question_id>/report/",
        reporting.question,
        name="question-report",
    ),
    path("repertoire/<int:note_id>/report/", reporting.practice_note, name="practice-note-report"),
    path("posts/<int:post_id>/purge/", purging.post, name="post-purge"),
    path("rooms/<int:room_id>/messages/<int:message_id>/purge/", purging.message, name="message-purge"),
    path(
        "live/<int:gathering_id>/questions/<int:question_id>/purge/", purging.question, name="question-purge"
    ),
    path("reports/", own_reports.own, name="own-reports"),
    path("c/<slug:slug>/manage/cases/", cases.cases, name="community-cases"),
    path("cases/<int:case_id>/", cases.case, name="case"),
    path("cases/<int:case_id>/keep/", cases.keep, name="case-keep"),
    path("cases/<int:case_id>/remove/", cases.remove, name="case-remove"),
    path("cases/<int:case_id>/hand-up/", cases.hand_up, name="case-hand-up"),
    path("queue/", queue.own, name="queue"),
    path("queue/<slug:kind>/<int:key>/", queue_acts.thing, name="queue-thing"),
    path("c/<slug:slug>/log/", public_log.public_log, name="public-log"),
    path("c/<slug:slug>/manage/health/", health.health, name="community-health"),
    path("c/<slug:slug>/manage/queue/", queue.in_community, name="community-queue"),
    path("c/<slug:slug>/manage/replies/", replies.replies, name="saved-replies"),
    path("c/<slug:slug>/manage/replies/<int:reply_id>/", replies.reply, name="saved-reply"),
    path("c/<slug:slug>/manage/replies/<int:reply_id>/forget/", replies.forget, name="saved-reply-forget"),
    path("standing/", own_standing.own_standing, name="own-standing"),
    path("measures/<int:measure_id>/appeal/", appealing.measure, name="measure-appeal"),
    path("posts/<int:post_id>/removal/appeal/", appealing.removal, name="removal-appeal"),
    path(
        "rooms/<int:room_id>/messages/<int:message_id>/removal/appeal/",
        appealing.removal_of_message,
        name="message-removal-appeal",
    ),
    path("t/<int:topic_id>/removal/appeal/", appealing.removal_of_topic, name="topic-removal-appeal"),
    path(
        "live/<int:gathering_id>/questions/<int:question_id>/removal/appeal/",
        appealing.removal_of_question,
        name="question-removal-appeal",
    ),
    path("closed/appeal/", appealing.closed, name="closed-appeal"),
    path("c/<slug:slug>/manage/appeals/", appeals.appeals, name="community-appeals"),
    path("stewards/appeals/", appeals.of_network, name="network-appeals"),
    path("appeals/<int:appeal_id>/", appeals.appeal, name="appeal"),
    path("appeals/<int:appeal_id>/uphold/", appeals.uphold, name="appeal-uphold"),
    path("appeals/<int:appeal_id>/overturn/", appeals.overturn, name="appeal-overturn"),
]
