"""Posts that moderators remove with a reason: who reads what, what comes back, and what is deleted for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from forum.communities.models import KEPT_DAYS, Change, Membership, Role
from forum.core.verdicts import Invalid, Refused
from forum.discussions.actions.bodies import claim_files
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.files import attachment_markdown, clear_abandoned_files, store_upload
from forum.discussions.actions.leaving import let_go_of_own_things
from forum.discussions.actions.letters import mail_why_removed
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.actions.taking_down import (
    clear_removed_posts,
    forget_removed_post,
    restore_post,
    take_down_post,
)
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.models import Attachment, Board, Placement, Post, Removal, Topic
from forum.discussions.selectors.files import files_visible_to
from forum.discussions.selectors.removals import removed_posts
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board_moderator,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
WHY = "It names a patient."


@pytest.fixture
def author(board: Board) -> Person:
    return make_member(board.community)


@pytest.fixture
def post(board: Board, author: Person) -> Post:
    return make_reply(make_topic(board), author=author, body="A tall man from Ulm.")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def said_by(person: Person, address: str) -> str:
    return signed_in(person).get(address).content.decode()


def again(post: Post) -> Post:
    return Post.objects.select_related("topic__home_board__community", "via_board", "author").get(pk=post.pk)


def down(post: Post, moderator: Person, **more: Any) -> Post:
    return take_down_post(moderator=moderator, post=again(post), reason=WHY, **more)


def test_what_is_removed_is_read_by_its_author_and_by_moderators_alone(
    post: Post, moderator: Person, author: Person, board: Board
) -> None:
    down(post, moderator)
    address = reverse("post-removal", args=[post.pk])
    for person in (author, moderator):
        page = said_by(person, address)
        assert (WHY in page, "A tall man" in page) == (True, True)
    for person in (make_member(board.community), make_person()):
        assert signed_in(person).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert "A tall man" not in said_by(make_person(), post.topic.get_absolute_url())
    line = Change.objects.get(verb="post-removed")
    assert (line.reason, line.person) == (WHY, author)
    assert line.details == {"post": post.pk, "topic": post.topic_id, "number": 2}


def test_it_comes_back_as_it_was_in_its_place(post: Post, moderator: Person, board: Board) -> None:
    below = make_reply(post.topic, parent=post)
    react(person=make_member(board.community), post=again(post), kind="thanks")
    edit_post(editor=post.author, post=again(post), body="A person from Ulm.", revision=1)
    before = again(post)
    down(post, moderator)
    assert (again(post).source, again(post).html) == ("", "")
    assert Topic.objects.get(pk=post.topic_id).post_count == 2
    restore_post(moderator=moderator, post=again(post))
    after = again(post)
    same = ("source", "html", "format", "number", "path", "reply_count", "reaction_counts", "edited_at")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert (after.removed_at, after.removed_by, Removal.objects.count()) == (None, None, 0)
    assert Topic.objects.get(pk=post.topic_id).post_count == 3
    assert Board.objects.get(pk=board.pk).post_count == 3
    assert "A person from Ulm." in said_by(make_person(), post.topic.get_absolute_url())
    assert Post.objects.get(pk=below.pk).parent_id == post.pk


def test_a_branch_that_had_left_the_thread_comes_back_with_its_last_post(
    post: Post, moderator: Person
) -> None:
    below = make_reply(post.topic, parent=post, author=post.author)
    down(post, moderator)
    down(below, moderator)
    opening = Post.objects.get(topic=post.topic, number=1)
    assert (opening.reply_count, again(post).reply_count) == (0, 0)
    restore_post(moderator=moderator, post=again(below))
    opening.refresh_from_db()
    assert (opening.reply_count, again(post).reply_count) == (1, 1)
    restore_post(moderator=moderator, post=again(post))
    opening.refresh_from_db()
    assert (opening.reply_count, again(post).reply_count) == (1, 1)


def test_an_accepted_answer_that_is_removed_comes_back_as_an_answer_like_others(
    board: Board, moderator: Person
) -> None:
    topic = make_topic(board, type="question")
    answer = make_reply(topic)
    accept_answer(person=topic.author, post=again(answer))
    down(answer, moderator)
    restore_post(moderator=moderator, post=again(answer))
    assert Topic.objects.get(pk=topic.pk).accepted_post is None


def test_a_reason_is_needed_and_the_last_post_goes_with_its_topic(
    post: Post, moderator: Person, board: Board
) -> None:
    with pytest.raises(Invalid, match="Say why"):
        take_down_post(moderator=moderator, post=again(post), reason="  ")
    with pytest.raises(Invalid, match="at most 500"):
        take_down_post(moderator=moderator, post=again(post), reason="so " * 200)
    alone = make_topic(board)
    with pytest.raises(Refused, match="Remove the whole topic"):
        down(alone.posts.get(), moderator)
    answer = signed_in(moderator).post(reverse("post-remove", args=[alone.posts.get().pk]), {"reason": WHY})
    assert answer["Location"] == reverse("topic-remove", args=[alone.pk])
    assert not Removal.objects.exists()


def test_nobody_takes_down_their_own_words_or_takes_back_those_of_others(
    post: Post, moderator: Person, author: Person
) -> None:
    Membership.objects.filter(person=author).update(role=Role.MODERATOR)
    with pytest.raises(Refused, match="Only its author and moderators"):
        down(post, Person.objects.get(pk=author.pk))
    with pytest.raises(Refused, match="Only its author can take"):
        remove_post(author=moderator, post=again(post))
    with pytest.raises(Refused, match="Only moderators"):
        restore_post(moderator=make_person(), post=again(post))
    with pytest.raises(Refused, match="Nobody has removed"):
        restore_post(moderator=moderator, post=again(post))
    remove_post(author=author, post=again(post))
    with pytest.raises(Refused, match="author has taken it back"):
        restore_post(moderator=moderator, post=again(post))


def test_the_board_that_a_reply_came_through_removes_it_and_brings_it_back() -> None:
    crossing = make_crossing("open", "open")
    placement = crossing.place()
    assert placement.state == Placement.State.LIVE
    ours = make_reply(crossing.topic, via_board=crossing.there, author=crossing.reader)
    theirs = make_reply(crossing.topic, via_board=crossing.home)
    with pytest.raises(Refused, match="Only its author and moderators"):
        down(theirs, crossing.there_moderator)
    down(ours, crossing.there_moderator)
    assert [each.pk for each in removed_posts(crossing.home_moderator, crossing.home.community)] == [ours.pk]
    assert [each.pk for each in removed_posts(crossing.there_moderator, crossing.there.community)] == [
        ours.pk
    ]
    assert removed_posts(crossing.reader, crossing.there.community) == []
    restore_post(moderator=crossing.home_moderator, post=again(ours))
    assert again(ours).removed_at is None


def test_files_go_with_the_words_and_come_back_with_them(
    board: Board, moderator: Person, author: Person
) -> None:
    upload = SimpleUploadedFile("ward.txt", b"A list of beds.")
    file = store_upload(owner=author, upload=upload)
    post = make_reply(make_topic(board), author=author, body=attachment_markdown(file))
    claim_files(post, post.source, author)
    reader = make_person()
    assert files_visible_to(reader).filter(pk=file.pk).exists()
    down(post, moderator)
    held = {
        person.pk: files_visible_to(person).filter(pk=file.pk).exists()
        for person in (reader, moderator, author)
    }
    assert held == {reader.pk: False, moderator.pk: True, author.pk: True}
    elsewhere = make_reply(make_topic(board), author=author, body=attachment_markdown(file))
    claim_files(elsewhere, elsewhere.source, author)
    assert Attachment.objects.get(pk=file.pk).post is None
    assert clear_abandoned_files(timezone.now() + timedelta(days=20)) == 0
    restore_post(moderator=moderator, post=again(post))
    assert files_visible_to(reader).filter(pk=file.pk).exists()
    down(post, moderator)
    clear_removed_posts(timezone.now() + timedelta(days=KEPT_DAYS, minutes=1))
    assert not Attachment.objects.filter(pk=file.pk).exists()


def test_a_month_later_the_words_go_and_the_reason_stays(
    post: Post, moderator: Person, author: Person
) -> None:
    down(post, moderator)
    assert clear_removed_posts(timezone.now() + timedelta(days=KEPT_DAYS, minutes=-5)) == 0
    assert clear_removed_posts(timezone.now() + timedelta(days=KEPT_DAYS, minutes=5)) == 1
    row = Removal.objects.get()
    assert (row.source, row.html, row.reason) == ("", "", WHY)
    page = said_by(author, reverse("post-removal", args=[post.pk]))
    assert (WHY in page, "gone for good" in page, "Bring it back" in page) == (True, True, False)
    with pytest.raises(Refused, match="gone for good"):
        restore_post(moderator=moderator, post=again(post))


def test_its_author_may_let_the_words_go_at_once(post: Post, moderator: Person, author: Person) -> None:
    down(post, moderator)
    with pytest.raises(Refused, match="Only its author"):
        forget_removed_post(author=moderator, post=again(post))
    answer = signed_in(author).post(reverse("post-forget", args=[post.pk]))
    assert answer["Location"] == reverse("own-removed")
    assert Removal.objects.get().source == ""
    assert signed_in(author).post(reverse("post-forget", args=[post.pk])).status_code == 403


def test_who_leaves_leaves_no_removed_words_behind(post: Post, moderator: Person, author: Person) -> None:
    down(post, moderator)
    let_go_of_own_things(person_id=author.pk)
    assert (Removal.objects.get().source, Removal.objects.get().html) == ("", "")


def test_nothing_comes_back_into_a_topic_that_was_removed(post: Post, moderator: Person) -> None:
    down(post, moderator)
    topic = Topic.objects.select_related("home_board__community").get(pk=post.topic_id)
    remove_topic(moderator=moderator, topic=topic, reason="Off topic.")
    with pytest.raises(Refused):
        restore_post(moderator=moderator, post=again(post))
    assert removed_posts(moderator, topic.home_board.community) == []
    topic.refresh_from_db()
    restore_topic(moderator=moderator, topic=topic)
    restore_post(moderator=moderator, post=again(post))
    assert Topic.objects.get(pk=topic.pk).post_count == 2


def test_nobody_brings_back_what_somebody_above_them_removed(
    post: Post, moderator: Person, board: Board
) -> None:
    community = board.community
    named, facilitator = make_board_moderator(board), make_member(community, role=Role.FACILITATOR)
    for remover, below in (
        (moderator, [named]),
        (facilitator, [named, moderator]),
        (make_steward(), [facilitator]),
    ):
        down(post, remover)
        for person in below:
            with pytest.raises(Refused, match="Only someone of that role or above brings it back"):
                restore_post(moderator=person, post=again(post))
            client = signed_in(person)
            back = reverse("post-restore", args=[post.pk])
            for page in (
                reverse("removed-topics", args=[community.slug]),
                reverse("post-removal", args=[post.pk]),
            ):
                told = client.get(page).content.decode()
                assert ("Only someone of that role or above" in told, back in told) == (True, False)
            assert client.post(back).status_code == 403
        restore_post(moderator=remover, post=again(post))
    down(post, named)
    restore_post(moderator=make_board_moderator(board), post=again(post))
    down(post, facilitator)
    Membership.objects.filter(person=facilitator).update(role=Role.MEMBER)  # who is above nobody any more
    restore_post(moderator=named, post=again(post))


def test_no_moderator_brings_back_their_own_that_another_moderator_removed(
    post: Post, moderator: Person, author: Person, board: Board
) -> None:
    Membership.objects.filter(person=author).update(role=Role.FACILITATOR)
    topic = make_topic(board, author=author)
    down(post, moderator)
    remove_topic(moderator=moderator, topic=topic, reason="Off topic.")
    client = signed_in(author)
    listed = client.get(reverse("removed-topics", args=[board.community.slug])).content.decode()
    assert listed.count("This is your own. Another moderator decides about it.") == 2
    for what, key, appeal in (
        ("post", post.pk, "removal-appeal"),
        ("topic", topic.pk, "topic-removal-appeal"),
    ):
        back = reverse(f"{what}-restore", args=[key])
        page = client.get(reverse(f"{what}-removal", args=[key])).content.decode()
        assert (back in page, back in listed, client.post(back).status_code) == (False, False, 403)
        assert reverse(appeal, args=[key]) in page
    restore_post(moderator=moderator, post=again(post))
    own = make_topic(board, author=author)
    remove_topic(moderator=Person.objects.get(pk=author.pk), topic=own, reason="Asked twice.")
    assert client.post(reverse("topic-restore", args=[own.pk])).status_code == 302


def test_no_topic_comes_back_that_somebody_above_removed(post: Post, moderator: Person, board: Board) -> None:
    named, topic = make_board_moderator(board), post.topic
    remove_topic(moderator=moderator, topic=topic, reason="Off topic.")
    client, back = signed_in(named), reverse("topic-restore", args=[topic.pk])
    told = client.get(reverse("removed-topics", args=[board.community.slug])).content.decode()
    assert ("Only someone of that role or above" in told, back in told) == (True, False)
    assert client.post(back).status_code == 403
    assert signed_in(make_member(board.community)).post(back).status_code == 404
    assert signed_in(moderator).post(back).status_code == 302
    assert Topic.objects.get(pk=topic.pk).removed_at is None


def test_what_was_removed_costs_the_same_however_much_it_is(
    moderator: Person, board: Board, author: Person
) -> None:
    client, path = signed_in(moderator), reverse("removed-topics", args=[board.community.slug])

    def remove_some(number: int) -> None:
        for _ in range(number):
            remover = make_member(board.community, role=Role.MODERATOR)
            down(make_reply(make_topic(board), author=author), remover)
            remove_topic(moderator=remover, topic=make_topic(board), reason="Off topic.")

    remove_some(1)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    remove_some(5)
    with CaptureQueriesContext(connection) as many:
        assert client.get(path).content.decode().count("Bring it back") == 12
    assert len(many) == len(few)


def test_its_author_is_told_why_by_mail_and_finds_it(post: Post, moderator: Person, author: Person) -> None:
    EmailAddress.objects.create(user=author, email=author.email, verified=True)
    down(post, moderator)
    (job,) = ProcrastinateJob.objects.filter(task_name="mail_why_removed")
    assert mail_why_removed(**job.args) is True
    (letter,) = mail.outbox
    assert letter.subject.endswith("was removed") and "moderator" not in letter.subject
    assert f"{moderator.display_name} removed a post of yours" in letter.body
    assert (WHY in letter.body, "tall man" in letter.body) == (True, False)
    address = reverse("post-removal", args=[post.pk])
    assert address in letter.body and address in said_by(author, reverse("own-removed"))
    restore_post(moderator=moderator, post=again(post))
    assert mail_why_removed(**job.args) is False
    assert address not in said_by(author, reverse("own-removed"))


def test_by_the_pages_it_is_removed_found_and_brought_back(
    post: Post, moderator: Person, board: Board
) -> None:
    client = signed_in(moderator)
    address = reverse("post-remove", args=[post.pk])
    assert "Written by" in client.get(address).content.decode()
    refused = client.post(address, {"reason": ""})
    assert (refused.status_code, "Say why" in refused.content.decode()) == (422, True)
    assert client.post(address, {"reason": WHY}).status_code == 302
    assert client.post(address, {"reason": WHY}).status_code == 403
    listed = client.get(reverse("removed-topics", args=[board.community.slug])).content.decode()
    back = reverse("post-restore", args=[post.pk])
    assert back in listed and WHY in listed
    answer = client.post(back)
    assert answer["Location"] == reverse("post", args=[post.topic_id, post.topic.slug, 2]) + "#post-2"
    assert client.post(back)["Location"] == answer["Location"]
    assert client.get(reverse("post-removal", args=[post.pk]))["Location"] == answer["Location"]


def test_lists_of_what_was_removed_name_no_board_to_who_does_not_read_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """A home that looks after a post does not know the hidden board it came through; nor does who is there no more."""
    crossing = make_crossing("open", "hidden")
    crossing.place()
    hidden = crossing.there
    post = make_reply(crossing.topic, via_board=hidden, author=crossing.reader)
    down(post, crossing.there_moderator)
    own, homes, theirs = (
        reverse("own-removed"),
        *(reverse("removed-topics", args=[each.community.slug]) for each in (crossing.home, hidden)),
    )
    page = said_by(crossing.there_moderator, theirs)
    assert (WHY in page, hidden.name in page) == (True, True)
    page = said_by(crossing.home_moderator, homes)
    assert (WHY in page, hidden.name in page) == (True, False)
    page = said_by(crossing.reader, own)
    assert (WHY in page, hidden.name in page, hidden.community.name in page) == (True, True, True)
    with django_capture_on_commit_callbacks(execute=True):
        expel(crossing.reader, hidden.community)
    page = said_by(crossing.reader, own)
    assert (WHY in page, hidden.name in page, hidden.community.name in page) == (True, False, False)
