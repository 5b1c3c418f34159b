"""Addresses of practice notes and of what is quoted there."""

from django.urls import path

from forum.repertoire.views import drafting, notes, quotes, tending

urlpatterns = [
    path("c/<slug:slug>/repertoire/", notes.repertoire, name="community-repertoire"),
    path("repertoire/own-words/", quotes.own_quotes, name="own-quotes"),
    path("repertoire/own-words/<int:quote_id>/", quotes.answer, name="quote-answer"),
    path("repertoire/<int:note_id>/", notes.note, name="practice-note"),
    path("repertoire/<int:note_id>/edit/", tending.edit, name="practice-note-edit"),
    path("repertoire/<int:note_id>/withdraw/", tending.withdraw, name="practice-note-withdraw"),
    path("repertoire/<int:note_id>/quotes/<int:quote_id>/take-out/", tending.take_out, name="quote-take-out"),
    path(
        "live/<int:gathering_id>/highlights/<int:message_id>/practice-note/",
        drafting.draft,
        name="practice-note-draft",
    ),
]
