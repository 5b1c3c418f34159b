"""What those who look after a community say often: changed by all of them, and found where it is used."""

from __future__ import annotations

import pytest
from django.urls import reverse

from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.moderation.actions import saving_replies
from forum.moderation.actions.saving_replies import change_reply, forget_reply, save_reply
from forum.moderation.models import SavedReply
from forum.moderation.selectors.replies import edition_of_reply
from forum.people.models import Person
from tests.factories import make_board_moderator, make_community, make_member, make_person
from tests.forum.people_anew import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def community() -> Community:
    return make_community(visibility="open")


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, role=Role.MODERATOR)


@pytest.fixture
def reply(community: Community, moderator: Person) -> SavedReply:
    return save_reply(moderator=moderator, community=community, name="Selling", words="We sell nothing.")


def of(reply: SavedReply, name: str = "saved-reply") -> str:
    return reverse(name, args=[reply.community.slug, reply.pk])


def stored() -> list[tuple[str, str]]:
    return [(each.name, each.words) for each in SavedReply.objects.order_by("name")]


def test_it_is_said_in_other_words_and_under_another_name(reply: SavedReply) -> None:
    colleague = signed_in(make_member(reply.community, role=Role.MODERATOR))
    listed = reverse("saved-replies", args=[reply.community.slug])
    assert of(reply) in colleague.get(listed).content.decode()
    assert "We sell nothing." in colleague.get(of(reply)).content.decode()
    said = {"name": "Courses", "words": "Courses have a board.", "seen": edition_of_reply(reply)}
    assert colleague.post(of(reply), {**said, "words": ""}).status_code == 422
    assert colleague.post(of(reply), said)["Location"] == listed
    assert stored() == [("Courses", "Courses have a board.")]


def test_no_two_have_one_name(reply: SavedReply, moderator: Person) -> None:
    save_reply(moderator=moderator, community=reply.community, name="Unkind", words="Be kind.")
    refused = signed_in(moderator).post(of(reply), {"name": "Unkind", "words": "We sell nothing here."})
    page = refused.content.decode()
    assert (refused.status_code, "has this name already" in page, "We sell nothing here." in page) == (
        422,
        True,
        True,
    )
    assert stored() == [("Selling", "We sell nothing."), ("Unkind", "Be kind.")]


def test_whoever_was_overtaken_reads_what_is_said_now_and_keeps_their_words(
    reply: SavedReply, moderator: Person
) -> None:
    began = edition_of_reply(reply)
    given = {"moderator": moderator, "community": reply.community, "reply_id": reply.pk, "name": "Selling"}
    change_reply(**given, words="Nothing is sold here.")  # type: ignore[arg-type]
    late = {"name": "Selling", "words": "Please sell nothing.", "seen": began}
    told = signed_in(moderator).post(of(reply), late)
    page = told.content.decode()
    assert told.status_code == 409
    assert all(words in page for words in ("Nothing is sold here.", "Please sell nothing."))
    assert stored() == [("Selling", "Nothing is sold here.")]
    seen = edition_of_reply(SavedReply.objects.get())
    assert signed_in(moderator).post(of(reply), late | {"seen": seen}).status_code == 302
    assert stored() == [("Selling", "Please sell nothing.")]


def test_what_is_deleted_meanwhile_is_not_changed(reply: SavedReply, moderator: Person) -> None:
    forget_reply(moderator=moderator, community=reply.community, reply_id=reply.pk)
    with pytest.raises(Refused, match="has deleted this one"):
        change_reply(moderator=moderator, community=reply.community, reply_id=reply.pk, name="A", words="B.")
    assert signed_in(moderator).get(of(reply)).status_code == 404


def test_nobody_else_changes_it_nor_that_of_another_community(reply: SavedReply) -> None:
    said = {"name": "Mine", "words": "No."}
    for person in (make_member(reply.community), make_person()):
        assert signed_in(person).get(of(reply)).status_code == 403
        assert signed_in(person).post(of(reply), said).status_code == 403
    elsewhere = make_community(visibility="open")
    address = reverse("saved-reply", args=[elsewhere.slug, reply.pk])
    stranger = signed_in(make_member(elsewhere, role=Role.MODERATOR))
    assert stranger.get(address).status_code == 404
    # As of one that is deleted, so that nobody learns which there are.
    answer = stranger.post(address, said)
    assert (answer.status_code, reply.words in answer.content.decode()) == (409, False)
    assert stored() == [("Selling", "We sell nothing.")]


def test_they_are_found_from_the_list_of_what_waits_and_from_the_pages_of_the_community(
    reply: SavedReply, moderator: Person
) -> None:
    where = reverse("saved-replies", args=[reply.community.slug])
    for path in (reverse("queue"), reverse("held-posts", args=[reply.community.slug])):
        assert where in signed_in(moderator).get(path).content.decode(), path
    of_board = make_board_moderator(reply.community.boards.create(name="Ward", slug="ward"))
    assert where not in signed_in(of_board).get(reverse("queue")).content.decode()


def test_pressed_twice_it_is_changed_once_and_nothing_else_is_said(
    reply: SavedReply, moderator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: list[object] = []
    monkeypatch.setattr(saving_replies, "spend", lambda *given: spent.append(given))
    said = {"name": "Courses", "words": "Courses have a board.", "seen": edition_of_reply(reply)}
    pressing = signed_in(moderator)
    assert [pressing.post(of(reply), said).status_code for _time in range(2)] == [302, 302]
    assert (stored(), len(spent)) == ([("Courses", "Courses have a board.")], 1)
    assert pressing.post(of(reply), said | {"words": "Not here."}).status_code == 409
    assert (stored(), len(spent)) == ([("Courses", "Courses have a board.")], 1)


def test_words_for_one_that_was_deleted_meanwhile_are_kept_as_another_one(
    reply: SavedReply, moderator: Person
) -> None:
    said = {"name": "Courses", "words": "Courses have a board.", "seen": edition_of_reply(reply)}
    forget_reply(moderator=moderator, community=reply.community, reply_id=reply.pk)
    answer = signed_in(moderator).post(of(reply), said)
    page = answer.content.decode()
    listed = reverse("saved-replies", args=[reply.community.slug])
    assert (answer.status_code, stored()) == (409, [])
    assert "has deleted this one in the meantime. You can keep your words as another one." in page
    assert all(typed in page for typed in ('value="Courses"', "Courses have a board.", f'action="{listed}"'))
    assert signed_in(moderator).post(listed, said)["Location"] == listed
    assert stored() == [("Courses", "Courses have a board.")]
