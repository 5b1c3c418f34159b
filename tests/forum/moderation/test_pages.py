"""The pages on which something is reported, found, and decided."""

from __future__ import annotations

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from forum.chat.models import Message
from forum.communities.models import Community, Role
from forum.discussions.models import Board, Post
from forum.moderation.actions.reporting import report_message, report_person, report_post
from forum.moderation.models import Case
from forum.people.models import Person
from tests.factories import (
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_steward,
)
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import room_of
from tests.forum.people_anew import signed_in

pytestmark = pytest.mark.django_db


def test_a_report_is_made_found_and_answered(post: Post, board: Board, moderator: Person) -> None:
    reporter, looking = signed_in(make_person()), signed_in(moderator)
    address = reverse("post-report", args=[post.pk])
    assert address in reporter.get(reverse("post-acts", args=[post.pk])).content.decode()
    assert address not in signed_in(post.author).get(reverse("post-acts", args=[post.pk])).content.decode()
    refused = reporter.post(address, {"reason": "", "words": "He sells it."})
    assert (refused.status_code, "He sells it." in refused.content.decode()) == (422, True)
    assert reporter.post(address, {"reason": "other", "words": ""}).status_code == 422
    sent = reporter.post(address, {"reason": "commercial", "words": "He sells it."})
    assert sent["Location"] == reverse("post", args=[post.topic_id, post.topic.slug, 2]) + "#post-2"
    assert reporter.post(address, {"reason": "commercial"}).status_code == 403
    listed = looking.get(reverse("community-cases", args=[board.community.slug])).content.decode()
    case = reverse("case", args=[Case.objects.get().pk])
    assert case in listed and "It sells something" in listed
    page = looking.get(case).content.decode()
    assert "He sells it." in page and "Buy my course." in page
    thing = reverse("queue-thing", args=["reported", Case.objects.get().pk])
    assert looking.post(thing, {"act": "claim"})["Location"] == case
    assert "You are looking at it" in looking.get(case).content.decode()
    assert looking.post(f"{case}remove/", {"reason": ""}).status_code == 422
    done = looking.post(f"{case}remove/", {"reason": "We sell nothing."})
    assert done["Location"] == reverse("community-cases", args=[board.community.slug])
    late = looking.post(f"{case}keep/", {"reason": "Or not?"})
    said = late.content.decode()
    assert (late.status_code, "Or not?" in said, "You have decided on this already." in said) == (
        403,
        True,
        True,
    )
    own = reporter.get(reverse("own-reports")).content.decode()
    assert ("removed" in own, "He sells it." in own) == (True, True)


def test_a_case_is_for_those_who_are_asked_alone(post: Post, moderator: Person, board: Board) -> None:
    signed_in(make_person()).post(reverse("post-report", args=[post.pk]), {"reason": "spam"})
    case = reverse("case", args=[Case.objects.get().pk])
    for person in (post.author, make_member(board.community), make_person()):
        client = signed_in(person)
        assert client.get(case).status_code == 404
        for act in ("keep", "remove", "hand-up"):
            assert client.post(f"{case}{act}/", {"reason": "No.", "why": "No."}).status_code == 404
    assert Client().get(case).status_code == 302


def test_it_is_given_back_and_handed_up(post: Post, moderator: Person, board: Board) -> None:
    signed_in(make_person()).post(reverse("post-report", args=[post.pk]), {"reason": "unsafe"})
    case, client = reverse("case", args=[Case.objects.get().pk]), signed_in(moderator)
    thing = reverse("queue-thing", args=["reported", Case.objects.get().pk])
    client.post(thing, {"act": "claim"})
    other = signed_in(make_member(board.community, role=Role.MODERATOR))
    assert "is looking at this just now" in other.get(case).content.decode()
    assert other.post(f"{case}keep/", {"reason": ""}).status_code == 403
    client.post(thing, {"act": "give-back"})
    assert other.post(f"{case}hand-up/", {"why": ""}).status_code == 422
    answer = other.post(f"{case}hand-up/", {"why": "Is it safe?"})
    assert answer["Location"] == reverse("community-cases", args=[board.community.slug])
    assert other.get(case).status_code == 404
    above = signed_in(make_member(board.community, role=Role.FACILITATOR))
    assert "Is it safe?" in above.get(case).content.decode()


def test_from_what_was_said_on_a_board_or_in_a_room_one_gets_to_where_its_author_is_warned(
    post: Post, board: Board, moderator: Person
) -> None:
    said = say(make_member(board.community), room_of(board.community), "Buy my course.")
    message = Message.objects.select_related("room__community", "author").get(pk=said.pk)
    reporter, steward, client = make_member(board.community), make_steward(), signed_in(moderator)
    report_post(reporter=reporter, post=post, reason="commercial")
    report_message(reporter=reporter, message=message, reason="commercial")
    for author in (post.author, message.author):
        warning = reverse("community-member", args=[board.community.slug, author.handle])
        case = Case.objects.get(Q(post__author=author) | Q(message__author=author))
        assert warning in client.get(case.get_absolute_url()).content.decode()
        assert client.get(warning).status_code == 200
        report_person(reporter=reporter, person=author, reason="spam")
        of_page = signed_in(steward).get(Case.objects.get(person=author).get_absolute_url())
        assert warning not in of_page.content.decode()


def test_what_one_reported_is_named_as_long_as_one_reads_it(post: Post, board: Board) -> None:
    reporter = make_person()
    signed_in(reporter).post(reverse("post-report", args=[post.pk]), {"reason": "spam"})
    assert post.topic.title in signed_in(reporter).get(reverse("own-reports")).content.decode()
    Community.objects.filter(pk=board.community_id).update(visibility="private")
    page = signed_in(reporter).get(reverse("own-reports")).content.decode()
    assert ("It is spam" in page, post.topic.title in page) == (True, False)


def test_moderators_of_a_board_are_not_told_of_a_home_that_they_do_not_read() -> None:
    crossing = make_crossing("network", "private")
    crossing.place()
    ours = make_reply(crossing.topic, via_board=crossing.there, author=crossing.broker)
    signed_in(crossing.reader).post(reverse("post-report", args=[ours.pk]), {"reason": "spam"})
    Board.objects.filter(pk=crossing.home.pk).update(name="Secret board", read_from=40)
    case = reverse("case", args=[Case.objects.get().pk])
    client = signed_in(crossing.there_moderator)
    page = client.get(case).content.decode()
    assert (crossing.there.name in page, "Secret board" in page) == (True, False)
    listed = client.get(reverse("community-cases", args=[crossing.there.community.slug])).content.decode()
    assert (case in listed, "Secret board" in listed) == (True, False)
    answer = client.post(f"{case}keep/", {"reason": ""})
    assert answer["Location"] == reverse("community-cases", args=[crossing.there.community.slug])
