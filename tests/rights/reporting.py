"""What people do about what should not stand as it does: report it, decide, remove, bring back."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from forum.chat.actions.taking_down import take_down
from forum.chat.models import Message
from forum.communities.models import Role
from forum.discussions.actions.staff_notes import leave_note
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Post, StaffNote, Topic
from forum.moderation.models import Case, Report, SavedReply
from forum.people.models import Person
from tests.factories import make_board_moderator, make_member, make_steward
from tests.rights.acts import doing, opening, reading
from tests.rights.places import Place
from tests.rights.roles import (
    belongs,
    moderates,
    nobody,
    reads_signed_in,
    shapes,
    signed_in,
    stewards,
    tends_board,
)


def _post(place: Place) -> list[Any]:
    return [place.post.pk]


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _case(_place: Place) -> list[Any]:
    return [Case.objects.get().pk]


def _thing(_place: Place) -> list[Any]:
    return ["reported", Case.objects.get().pk]


def _claim(_place: Place) -> dict[str, str]:
    return {"act": "claim"}


def _saved(_place: Place) -> dict[str, str]:
    return {"name": "Selling", "words": "We sell nothing here."}


def _with_reply(place: Place) -> None:
    SavedReply.objects.create(community=place.community, name="Selling", words="We sell nothing.")


def _reply(place: Place) -> list[Any]:
    return [place.community.slug, SavedReply.objects.get().pk]


def _reason(_place: Place) -> dict[str, str]:
    return {"reason": "We sell nothing here."}


def _spam(_place: Place) -> dict[str, str]:
    return {"reason": "spam"}


def _why(_place: Place) -> dict[str, str]:
    return {"why": "patient"}


def _message(place: Place) -> list[Any]:
    return [place.message.room_id, place.message.pk]


def _between_two(place: Place) -> list[Any]:
    return [place.between_two.room_id, place.between_two.pk]


def _reported(place: Place) -> None:
    case = Case.objects.create(post=place.post)
    Report.objects.create(case=case, reporter=place.facilitator, reason="spam")


def _taken_down(place: Place) -> None:
    _take_down(place, make_member(place.community, role=Role.MODERATOR))


def _taken_down_by_name(place: Place) -> None:
    _take_down(place, make_board_moderator(place.board))


def _take_down(place: Place, moderator: Person) -> None:
    post = Post.objects.select_related("topic__home_board__community").get(pk=place.post.pk)
    take_down_post(moderator=moderator, post=post, reason="We sell nothing here.")


def _person(place: Place) -> list[Any]:
    return [place.member.handle]


def _reported_person(place: Place) -> None:
    Person.objects.filter(pk=place.member.pk).update(bio="I sell courses.")
    case = Case.objects.create(person=place.member, level=Case.Level.STEWARDS)
    Report.objects.create(case=case, reporter=place.facilitator, reason="spam")


def _reported_alone(place: Place) -> None:
    case = Case.objects.create(message=place.between_two, level=Case.Level.STEWARDS)
    Report.objects.create(case=case, reporter=place.facilitator, reason="spam")


def _took(_place: Place) -> dict[str, str]:
    return {"reason": "We sell nothing here.", "took": "words"}


def _taken_alone(place: Place) -> None:
    message = Message.objects.select_related("room", "author").get(pk=place.between_two.pk)
    take_down(message, make_steward(), "We sell nothing here.", timezone.now())


def _note(_place: Place) -> list[Any]:
    return [StaffNote.objects.get().pk]


def _noted(place: Place) -> None:
    topic = Topic.objects.select_related("home_board__community").get(pk=place.topic.pk)
    leave_note(
        moderator=make_member(place.community, role=Role.MODERATOR), topic=topic, body="Only fools ask that.",
        audience="readers", community=place.community,
    )  # fmt: skip


def _reported_note(place: Place) -> None:
    _noted(place)
    case = Case.objects.create(note=StaffNote.objects.get(), level=Case.Level.FACILITATORS)
    Report.objects.create(case=case, reporter=place.member, reason="unkind")


REPORTING = [
    doing("report a note of moderators", reads_signed_in, "note-report", _note, _spam, before=_noted),
    opening("see what was reported of a note", shapes, "case", _case, before=_reported_note),
    doing("let a reported note stand", shapes, "case-keep", _case, _reason, before=_reported_note),
    doing("remove a reported note", shapes, "case-remove", _case, _reason, before=_reported_note),
    doing("report a person", signed_in, "person-report", _person, _spam),
    doing("report what two others said", nobody, "message-report", _between_two, _spam),
    opening("see what was reported of a person", stewards, "case", _case, before=_reported_person),
    opening("see what one of two reported", stewards, "case", _case, before=_reported_alone),
    doing("let a person’s page stand", stewards, "case-keep", _case, _reason, before=_reported_person),
    doing("take down what a page says", stewards, "case-remove", _case, _took, before=_reported_person),
    doing("let stand what two said", stewards, "case-keep", _case, _reason, before=_reported_alone),
    doing("remove what one of two said", stewards, "case-remove", _case, _reason, before=_reported_alone),
    opening("read why it was removed", stewards, "message-removal", _between_two, before=_taken_alone),
    doing("bring back what one of two said", stewards, "message-restore", _between_two, before=_taken_alone),
    doing("report a post", reads_signed_in, "post-report", _post, _spam),
    doing("remove a post of somebody else", tends_board, "post-remove", _post, _reason),
    doing("delete a post everywhere", shapes, "post-purge", _post, _why),
    doing("delete a removed post everywhere", shapes, "post-purge", _post, _why, before=_taken_down),
    doing("delete a message everywhere", shapes, "message-purge", _message, _why),
    doing("delete everywhere what two others said", nobody, "message-purge", _between_two, _why),
    doing(
        "delete everywhere what one of two reported",
        stewards,
        "message-purge",
        _between_two,
        _why,
        before=_reported_alone,
    ),
    doing("bring a post back", tends_board, "post-restore", _post, before=_taken_down_by_name),
    doing("bring a post back that a moderator removed", moderates, "post-restore", _post, before=_taken_down),
    reading("see what was reported in the community", tends_board, "community-cases", _community),
    doing("look at what was reported", tends_board, "queue-thing", _thing, _claim, before=_reported),
    reading("see all that waits in the community", tends_board, "community-queue", _community),
    reading("see how the community is doing", moderates, "community-health", _community),
    reading("read what is done with power", belongs, "public-log", _community),
    reading("take the log along", moderates, "community-log-file", _community),
    reading("see saved replies", moderates, "saved-replies", _community),
    doing("save a reply", moderates, "saved-replies", _community, _saved),
    doing("change a saved reply", moderates, "saved-reply", _reply, _saved, before=_with_reply),
    doing("delete a saved reply", moderates, "saved-reply-forget", _reply, before=_with_reply),
    doing("let stand what was reported", tends_board, "case-keep", _case, _reason, before=_reported),
    doing("remove what was reported", tends_board, "case-remove", _case, _reason, before=_reported),
    doing(
        "ask those above about it",
        tends_board,
        "case-hand-up",
        _case,
        lambda _place: {"why": "Is it ours?"},
        before=_reported,
    ),
]
