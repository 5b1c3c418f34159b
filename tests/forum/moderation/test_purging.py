"""Words that are deleted everywhere: planted through every door, searched in every place, found in none."""

from __future__ import annotations

from datetime import timedelta
from shutil import rmtree

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from forum.chat.actions.messages import edit_message
from forum.chat.actions.taking_down import take_down_message
from forum.chat.models import Message, MessageRemoval
from forum.chat.selectors.log import replay
from forum.communities.actions.measures import warn_person
from forum.communities.models import Change, Community, Role, WhyPurged
from forum.core.claims import Kind
from forum.core.verdicts import Invalid
from forum.discussions.actions.deciding import let_through
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.actions.splitting import split_topic
from forum.discussions.actions.staff_notes import leave_note
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, Post, Removal, Topic
from forum.discussions.views.composers import quoted
from forum.invariants.selectors import breaches
from forum.moderation.actions.appealing import (
    appeal_removal,
    appeal_removed_message,
    appeal_removed_topic,
    uphold_decision,
)
from forum.moderation.actions.claiming import add_remark
from forum.moderation.actions.deciding import hand_case_up, keep_reported
from forum.moderation.actions.letters import mail_what_came
from forum.moderation.actions.letters_of_purges import mail_author_of_purged
from forum.moderation.actions.purging import purge_message, purge_post
from forum.moderation.actions.reporting import report_message, report_post
from forum.moderation.models import Case
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.personal_data.actions.carrying import carry_out
from forum.personal_data.actions.exports import request_export
from forum.personal_data.models import DataExport
from tests.factories import (
    hold_reply,
    hold_topic,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_reply,
    make_steward,
    make_topic,
)
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import lift, room_of
from tests.forum.moderation.searching import places_of
from tests.forum.people_anew import signed_in

pytestmark = pytest.mark.django_db

NAME = "Zwetschgenknoedel"
SAID = f"Frau {NAME} from the small village fell twice in our ward last week, and nobody saw it."
PATIENT = WhyPurged.PATIENT


@pytest.fixture(autouse=True)
def _no_files_of_other_tests() -> None:
    """A test that is rolled back leaves what it stored."""
    rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture
def community() -> Community:
    return make_community(guard="off")


@pytest.fixture
def board(community: Community) -> Board:
    return make_board(community)


@pytest.fixture
def facilitator(community: Community) -> Person:
    return make_member(community, role=Role.FACILITATOR)


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, role=Role.MODERATOR)


@pytest.fixture
def author(community: Community) -> Person:
    person = make_member(community)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community").get(pk=topic.pk)


def post_of(post: Post) -> Post:
    return Post.objects.select_related("topic__home_board__community", "via_board__community", "author").get(
        pk=post.pk
    )


def exported(person: Person) -> DataExport:
    export = request_export(person=person)
    return carry_out(export_id=export.pk, attempt=1)


def read_by(topic: Topic, *readers: Person) -> None:
    for reader in readers:
        client = signed_in(reader)
        for address in (fresh(topic).get_absolute_url(), fresh(topic).home_board.get_absolute_url(), "/"):
            assert client.get(address).status_code == 200


def planted(board: Board, author: Person, moderator: Person, facilitator: Person) -> Topic:
    """A topic whose opening post names a patient, and everything that people do with such a post."""
    community, reader = board.community, make_member(board.community)
    file = store_upload(owner=author, upload=SimpleUploadedFile(f"{NAME}.txt", SAID.encode()))
    topic = make_topic(
        board, author=author, title=f"What befell {NAME} in our ward", body=f"Earlier: {SAID}", tags=[NAME]
    )
    opening = topic.posts.get()
    edit_post(editor=author, post=post_of(opening), body=f"{SAID}\n\n{attachment_markdown(file)}", revision=1)
    quotation = quoted(post_of(opening))
    reply = make_reply(topic, author=reader, body=f"{quotation}How sad.", parent=post_of(opening))
    edit_post(editor=reader, post=post_of(reply), body=f"{quotation}How very sad.", revision=1)
    taken = make_reply(topic, author=reader, body=f"{quotation}Out of place.")
    take_down_post(moderator=moderator, post=post_of(taken), reason=f"It says again: {SAID}")
    make_reply(make_topic(board), author=reader, body=f"Did you see?\n\n> {SAID}")
    keep_draft(person=reader, place=fresh(topic), body=f"{quotation}I think")
    keep_draft(person=author, place=post_of(opening), body=f"{NAME} and more", revision=2)
    hold_reply(
        make_topic(make_board(community, approval="everything")), reader, body=f"> {SAID}\n\nIs this so?"
    )
    leave_note(moderator=moderator, topic=fresh(topic), body=f"> {SAID}\n\nPlease no names.", audience="readers",
               community=community)  # fmt: skip
    report_post(reporter=reader, post=post_of(opening), reason="patient", words=f"It names {NAME}.")
    case = Case.objects.get()
    add_remark(moderator=moderator, kind=Kind.REPORTED, key=case.pk, words=f"{NAME} is known to me.")
    keep_reported(moderator=moderator, case=case, reason=f"{NAME} agreed.")
    report_post(reporter=reader, post=post_of(opening), reason="patient", words=f"Still {NAME}.")
    say(reader, room_of(community), f"Have you read this? {SAID}")
    gone = say(reader, room_of(community), f"Really: {SAID}")
    take_down_message(moderator=moderator, message=gone, reason=f"It says again: {SAID}")
    read_by(topic, reader, author, moderator)
    assert exported(author).state == exported(reader).state == "finished"
    return topic


def test_of_a_purged_post_nothing_is_found_in_any_place(
    board: Board, author: Person, moderator: Person, facilitator: Person,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    topic = planted(board, author, moderator, facilitator)
    assert places_of(NAME) >= {
        "topic.title", "topic.slug", "topic.tags", "post.source", "post.html", "postrevision.source",
        "postrevision.html", "removal.source", "removal.html", "removal.reason", "draft.body", "staffnote.source",
        "staffnote.html", "heldpost.source", "report.words", "remark.words", "case.reason", "change.reason",
        "message.source", "message.html", "messageremoval.source", "messageremoval.html", "messageremoval.reason",
        "roomevent.data", "attachment.name", "redis", "file",
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_post(purger=facilitator, post=post_of(topic.posts.get(number=1)), why=PATIENT)
    assert places_of(NAME) == set()
    assert breaches() == []
    after = fresh(topic)
    assert (after.title, after.slug, after.tags, after.removed_at) == (
        "Title removed",
        "title-removed",
        [],
        None,
    )
    reply = topic.posts.get(number=2)
    assert "[removed: it identified a patient]" in reply.html
    assert "How very sad." in reply.html
    read_by(topic, author, moderator)
    assert places_of(NAME) == set()


def test_the_log_says_how_many_places_were_cleaned_and_none_of_the_words(
    board: Board, author: Person, moderator: Person, facilitator: Person
) -> None:
    topic = planted(board, author, moderator, facilitator)
    opening = topic.posts.get(number=1)
    purge_post(purger=facilitator, post=post_of(opening), why=PATIENT)
    line = Change.objects.get(verb="purged")
    assert (line.actor, line.person, line.community, line.about, line.reason) == (
        facilitator, author, board.community, board.name, "",
    )  # fmt: skip
    assert line.details == {
        "post": opening.pk, "topic": topic.pk, "number": 1, "why": "patient",
        "places": {
            "posts": 1, "wordings": 1, "files": 1, "drafts": 2, "held": 1, "quotes": 7, "notes": 1, "messages": 1,
            "reports": 3, "reasons": 4, "copies": 2,
        },
    }  # fmt: skip
    page = signed_in(facilitator).get(reverse("community-log", args=[board.community.slug])).content.decode()
    assert "(1 post, 1 message, 1 earlier wording, 7 quotations, 2 drafts, 1 text that waited, " in page
    assert " and 2 copies of people’s data; the reason: A patient could be recognised)" in page


def test_the_author_is_told_that_it_is_gone_and_not_what_it_said(board: Board, author: Person) -> None:
    topic = make_topic(board)
    post = make_reply(topic, author=author, body=SAID)
    purge_post(purger=make_steward(), post=post_of(post), why=PATIENT)
    job = ProcrastinateJob.objects.get(task_name="mail_author_of_purged")
    assert mail_author_of_purged(**job.args)
    (letter,) = mail.outbox
    assert letter.to == [author.email]
    assert "A patient could be recognised" in letter.body
    assert board.community.name in letter.body
    assert NAME not in letter.subject + letter.body
    assert list(Notice.objects.filter(recipient=author).values_list("kind", flat=True)) == ["post-removed"]
    inbox = signed_in(author).get(reverse("inbox")).content.decode()
    assert f"Your post in “{topic.title}” was removed; read why" in inbox
    page = signed_in(author).get(reverse("post-removal", args=[post.pk])).content.decode()
    assert "A patient could be recognised" in page
    assert NAME not in page


def test_a_removed_post_can_be_purged_and_comes_back_no_more(
    board: Board, author: Person, moderator: Person, facilitator: Person
) -> None:
    topic = make_topic(board)
    post = make_reply(topic, author=author, body=SAID)
    take_down_post(moderator=moderator, post=post_of(post), reason="It names somebody.")
    appeal_removal(person=author, post=post_of(post), words=f"{NAME} is my aunt.")
    assert places_of(NAME) == {"removal.source", "removal.html", "appeal.words"}
    page = signed_in(facilitator).get(reverse("post-removal", args=[post.pk])).content.decode()
    assert reverse("post-purge", args=[post.pk]) in page
    assert purge_post(purger=facilitator, post=post_of(post), why=PATIENT)
    assert places_of(NAME) == set()
    why = signed_in(author).get(reverse("post-removal", args=[post.pk])).content.decode()
    assert Removal.objects.get().removed_by == moderator
    assert (str(WhyPurged(PATIENT).label) in why, "The reason is deleted with the words." in why) == (
        False,
        True,
    )
    assert breaches() == []


def test_nobody_is_named_as_who_gave_a_reason_that_another_gave_for_a_removed_message(
    community: Community, author: Person, moderator: Person, facilitator: Person
) -> None:
    message = say(author, room_of(community), SAID)
    take_down_message(moderator=moderator, message=message, reason=f"It names {NAME}.")
    message = Message.objects.select_related("room__community", "author").get(pk=message.pk)
    assert purge_message(purger=facilitator, message=message, why=PATIENT)
    assert (places_of(NAME), breaches()) == (set(), [])
    removal = MessageRemoval.objects.get()
    assert (removal.removed_by, removal.reason) == (moderator, "The reason is deleted with the words.")


def test_a_post_of_a_removed_topic_can_be_purged(board: Board, author: Person, facilitator: Person) -> None:
    topic = make_topic(board, author=author, title=f"About {NAME}", body=SAID)
    make_reply(topic)
    remove_topic(moderator=facilitator, topic=fresh(topic), reason=f"It names {NAME}.")
    asked = appeal_removed_topic(person=author, topic=fresh(topic), words=f"{NAME} is my aunt.")
    assert places_of(NAME) >= {"topic.title", "topic.removal_reason", "appeal.words", "change.reason"}
    page = signed_in(facilitator).get(reverse("topic-removal", args=[topic.pk])).content.decode()
    assert reverse("post-purge", args=[topic.posts.get(number=1).pk]) in page
    assert purge_post(purger=facilitator, post=post_of(topic.posts.get(number=1)), why=PATIENT)
    assert places_of(NAME) == set()
    asked.refresh_from_db()
    assert (asked.state, asked.words) == ("gone", "")
    why = signed_in(author).get(reverse("topic-removal", args=[topic.pk])).content.decode()
    assert (NAME in why, str(WhyPurged(PATIENT).label) in why) == (False, False)
    assert "The reason is deleted with the words." in why
    assert breaches() == []


def test_of_a_purged_message_nothing_is_found_in_any_place(
    community: Community, board: Board, author: Person, facilitator: Person,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    room, reader = room_of(community), make_member(community)
    message = say(author, room, f"First: {SAID}")
    edit_message(editor=author, message=message, body=SAID, revision=1)
    message = Message.objects.select_related("room__community", "author").get(pk=message.pk)
    again = say(reader, room, f"> {SAID}\n\nReally?")
    report_message(reporter=reader, message=message, reason="patient", words=NAME)
    standing = lift(facilitator, [message, say(facilitator, room, "Indeed.")], board)
    assert standing.state == "asking" or standing.post_id
    make_reply(make_topic(board), author=reader, body=f"From the room:\n\n> {SAID}")
    assert exported(author).state == "finished"
    assert places_of(NAME) >= {
        "message.source", "message.html", "messagerevision.source", "roomevent.data", "report.words", "post.source",
        "file",
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_message(purger=facilitator, message=message, why=PATIENT)
    assert places_of(NAME) == set()
    assert breaches() == []
    kinds = [b'"kind":"edited"' in each for each in replay(room.pk, after=0).payloads]
    assert sum(kinds) == 2
    assert "Really?" in Message.objects.get(pk=again.pk).html
    assert Case.objects.get().state == "removed"


@pytest.mark.parametrize("what", ["post", "message"])
def test_purging_what_was_reported_answers_whoever_reported_it(
    community: Community, board: Board, author: Person, moderator: Person, facilitator: Person, what: str
) -> None:
    reporter = make_member(community)
    EmailAddress.objects.create(user=reporter, email=reporter.email, verified=True, primary=True)
    if what == "post":
        post = post_of(make_reply(make_topic(board), author=author, body=SAID))
        report_post(reporter=reporter, post=post, reason="patient", words=f"It names {NAME}.")
    else:
        said = say(author, room_of(community), SAID).pk
        message = Message.objects.select_related("room__community", "author").get(pk=said)
        report_message(reporter=reporter, message=message, reason="patient", words=f"It names {NAME}.")
    hand_case_up(moderator=moderator, case=Case.objects.get(), why=f"Is {NAME} known?")
    if what == "post":
        assert purge_post(purger=facilitator, post=post, why=PATIENT)
    else:
        assert purge_message(purger=facilitator, message=message, why=PATIENT)
    case = Case.objects.get()
    assert (case.state, case.decided_by, case.reason, case.handed_up_why) == (
        "removed", facilitator, "A patient could be recognised", "",
    )  # fmt: skip
    job = ProcrastinateJob.objects.get(task_name="mail_what_came")
    assert mail_what_came(**job.args)
    assert "They have looked at it, and removed it." in mail.outbox[0].body
    inbox, own = (
        signed_in(reporter).get(reverse(name)).content.decode() for name in ("inbox", "own-reports")
    )
    assert ("was removed" in inbox, "was gone" in inbox) == (True, False)
    assert (">removed</span>" in own, "was gone" in own) == (True, False)
    assert (
        "A patient could be recognised"
        in signed_in(facilitator).get(case.get_absolute_url()).content.decode()
    )
    assert places_of(NAME) == set()
    assert breaches() == []


def test_whoever_deletes_their_own_everywhere_has_decided_about_no_report_of_it(
    board: Board, facilitator: Person
) -> None:
    post = post_of(make_reply(make_topic(board), author=facilitator, body=SAID))
    report_post(reporter=make_member(board.community), post=post, reason="patient", words=NAME)
    assert purge_post(purger=facilitator, post=post, why=PATIENT)
    case = Case.objects.get()
    assert (case.state, case.decided_by, case.reason) == ("gone", None, "")
    assert places_of(NAME) == set()


@pytest.mark.parametrize("decided", ["taken down", "appealed", "split off", "whole topic"])
def test_reasons_that_were_given_about_a_purged_post_stand_in_no_log(
    board: Board, author: Person, moderator: Person, facilitator: Person, decided: str
) -> None:
    """However short they are: whoever decides on a post says in their own words what is wrong with it."""
    topic = make_topic(board, author=author)
    post = make_reply(topic, author=author, body=SAID)
    if decided == "whole topic":
        post = topic.posts.get(number=1)
        remove_topic(moderator=moderator, topic=fresh(topic), reason=f"It names {NAME}.")
    elif decided == "split off":
        answer = make_reply(topic, parent=post_of(post))
        take_down_post(moderator=moderator, post=post_of(answer), reason=f"It names {NAME}.")
        split_topic(moderator=moderator, topic=fresh(topic), post=post_of(post), title="Of its own")
        post = answer
    else:
        reason = f"It names {NAME}." if decided == "taken down" else "No names."
        take_down_post(moderator=moderator, post=post_of(post), reason=reason)
    if decided == "appealed":
        appeal = appeal_removal(person=author, post=post_of(post), words="Why?")
        uphold_decision(decider=facilitator, appeal=appeal, reason=f"{NAME} lives there.")
    assert "change.reason" in places_of(NAME)
    assert purge_post(purger=facilitator, post=post_of(post), why=PATIENT)
    assert "change.reason" not in places_of(NAME)
    assert Change.objects.filter(verb__in=["post-removed", "topic-removed", "appeal-upheld"]).exists()


@pytest.mark.parametrize("decided", ["taken down", "appealed"])
def test_reasons_that_were_given_about_a_purged_message_stand_in_no_log(
    community: Community, author: Person, moderator: Person, facilitator: Person, decided: str
) -> None:
    message = say(author, room_of(community), SAID)
    reason = f"It names {NAME}." if decided == "taken down" else "No names."
    take_down_message(moderator=moderator, message=message, reason=reason)
    message = Message.objects.select_related("room__community", "author").get(pk=message.pk)
    if decided == "appealed":
        appeal = appeal_removed_message(person=author, message=message, words=f"{NAME} is my aunt.")
        add_remark(moderator=facilitator, kind=Kind.APPEAL, key=appeal.pk, words=f"{NAME} is not.")
        assert {"appeal.words", "remark.words"} <= places_of(NAME)
        uphold_decision(decider=facilitator, appeal=appeal, reason=f"{NAME} lives there.")
        assert "appeal.reason" in places_of(NAME)
    assert "change.reason" in places_of(NAME)
    assert purge_message(purger=facilitator, message=message, why=PATIENT)
    assert places_of(NAME) == set()


def test_words_that_stand_on_a_board_go_with_the_message(
    community: Community, board: Board, facilitator: Person
) -> None:
    room = room_of(community)
    message = say(facilitator, room, SAID)
    standing = lift(facilitator, [message, say(facilitator, room, "We talked.")], board)
    assert "liftedmessage.html" in places_of(NAME)
    assert purge_message(purger=facilitator, message=message, why=PATIENT)
    assert places_of(NAME) == set()
    assert "We talked." in Post.objects.get(pk=standing.post_id).html
    assert breaches() == []


def test_what_was_said_meanwhile_is_found_too(board: Board, author: Person, facilitator: Person) -> None:
    """Whoever opened the page saw another wording than the one that stands once they press."""
    room, reader = room_of(board.community), make_member(board.community)
    post, message = (
        make_reply(make_topic(board), author=author, body="We talk."),
        say(author, room, "We talk."),
    )
    seen = Message.objects.select_related("room__community", "author").get(pk=message.pk)
    opened = post_of(post)
    edit_post(editor=author, post=post_of(post), body=SAID, revision=1)
    make_reply(make_topic(board), author=reader, body=f"> {SAID}\n\nReally?")
    assert purge_post(purger=facilitator, post=opened, why=PATIENT)
    assert places_of(NAME) == set()
    edit_message(editor=author, message=message, body=SAID, revision=1)
    say(reader, room, f"> {SAID}\n\nReally?")
    assert purge_message(purger=facilitator, message=seen, why=PATIENT)
    assert places_of(NAME) == set()


def test_a_title_of_another_topic_that_repeats_it_is_cleaned(
    board: Board, author: Person, facilitator: Person
) -> None:
    post = make_reply(make_topic(board), author=author, body=SAID)
    asked = make_topic(board, title=f"Again: {SAID}"[:150])
    purge_post(purger=facilitator, post=post_of(post), why=PATIENT)
    assert places_of(NAME) == set()
    assert fresh(asked).title.startswith("Again: [removed: it identified a patient]")
    assert signed_in(author).get(fresh(asked).get_absolute_url()).status_code == 200


def test_whoever_has_asked_for_another_copy_of_their_data_is_in_nobodys_way(
    board: Board, author: Person, facilitator: Person
) -> None:
    post = make_reply(make_topic(board), author=author, body=SAID)
    finished = exported(author)
    queued = request_export(person=author, now=timezone.now() + timedelta(days=2))
    assert (finished.state, queued.state) == ("finished", "queued")
    assert purge_post(purger=facilitator, post=post_of(post), why=PATIENT)
    assert Post.objects.get(pk=post.pk).source == ""
    assert list(DataExport.objects.order_by("pk").values_list("state", "file")) == [
        ("finished", ""), ("queued", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["post", "message"])
def test_nobody_takes_words_of_others_away_by_writing_them_into_their_own_and_purging_that(what: str) -> None:
    """Neither where they have no say, nor what the log keeps about themselves."""
    own = make_community(guard="off")
    taker, other = make_member(own, role=Role.FACILITATOR), make_community(visibility="hidden", guard="off")
    mine = make_reply(make_topic(make_board(own)), author=taker, body="To begin with.")
    said = say(taker, room_of(own), "To begin with.")
    theirs = make_reply(make_topic(make_board(other)), body=SAID)
    edit_post(editor=theirs.author, post=post_of(theirs), body=f"{SAID} So it was.", revision=1)
    told = say(make_member(other), room_of(other), SAID)
    draft = keep_draft(person=theirs.author, place=post_of(theirs), body=SAID, revision=2)
    warn_person(moderator=make_steward(), person=taker, community=own, reason=SAID)
    before = places_of(NAME)
    if what == "post":
        edit_post(editor=taker, post=post_of(mine), body=SAID, revision=1)
        assert purge_post(purger=taker, post=post_of(mine), why=PATIENT)
    else:
        edit_message(editor=taker, message=said, body=SAID, revision=1)
        message = Message.objects.select_related("room__community", "author").get(pk=said.pk)
        assert purge_message(purger=taker, message=message, why=PATIENT)
    assert places_of(NAME) == before
    assert post_of(theirs).source == f"{SAID} So it was."
    assert (Message.objects.get(pk=told.pk).source, draft is not None) == (SAID, True)


def test_what_only_sounds_alike_or_was_there_before_stays(board: Board, facilitator: Person) -> None:
    topic = make_topic(board)
    first = make_reply(topic, body="We saw this as well, and it was the stairs that were wet.")
    second = make_reply(topic, body=f"{quoted(post_of(first))}{SAID}")
    third = make_reply(topic, body=f"{quoted(post_of(first))}So in our ward last week.")
    purge_post(purger=facilitator, post=post_of(second), why=PATIENT)
    assert "removed" not in Post.objects.get(pk=first.pk).source + Post.objects.get(pk=third.pk).source


def test_pressed_twice_it_is_done_once_and_says_so(board: Board, author: Person, facilitator: Person) -> None:
    topic = make_topic(board)
    post, client = make_reply(topic, author=author, body=SAID), signed_in(facilitator)
    address = reverse("post-purge", args=[post.pk])
    said = [client.post(address, {"why": "patient"}, follow=True).content.decode() for _time in range(2)]
    assert ["It is deleted everywhere." in page for page in said] == [True, False]
    assert ["It was deleted everywhere before" in page for page in said] == [False, True]
    assert Change.objects.filter(verb="purged").count() == 1


def test_the_page_says_what_will_happen_and_nothing_goes_without_a_reason_from_the_list(
    board: Board, author: Person, facilitator: Person
) -> None:
    post, client = make_reply(make_topic(board), author=author, body=SAID), signed_in(facilitator)
    address = reverse("post-purge", args=[post.pk])
    acts = client.get(reverse("post-acts", args=[post.pk])).content.decode()
    assert address in acts
    page = client.get(address)
    assert "Delete #2 everywhere?" in page.content.decode()
    assert NAME not in page.content.decode()
    assert [client.post(address, form).status_code for form in ({}, {"why": NAME})] == [422, 422]
    with pytest.raises(Invalid):
        purge_post(purger=facilitator, post=post_of(post), why=NAME)
    assert Post.objects.get(pk=post.pk).source == SAID


def test_whoever_may_not_is_told_why_and_whoever_does_not_see_it_is_told_nothing(author: Person) -> None:
    community = make_community(visibility="private", guard="off")
    post = make_reply(make_topic(make_board(community)), body=SAID)
    message = say(community.memberships.get().person, room_of(community), SAID)
    addresses = [
        reverse("post-purge", args=[post.pk]),
        reverse("message-purge", args=[message.room_id, message.pk]),
    ]
    moderator = make_member(community, role=Role.MODERATOR)
    for address in addresses:
        answers = [signed_in(person).post(address, {"why": "patient"}) for person in (author, moderator)]
        assert [answer.status_code for answer in answers] == [404, 403]
        assert "Only facilitators of its community and stewards" in answers[1].content.decode()
    assert (Post.objects.get(pk=post.pk).source, Message.objects.get(pk=message.pk).source) == (SAID, SAID)
    for address in addresses:
        assert signed_in(make_steward()).post(address, {"why": "law"}).status_code == 302
    assert places_of(NAME) == set()


def test_a_post_that_waited_first_leaves_nothing_where_it_waited(
    community: Community, facilitator: Person, moderator: Person
) -> None:
    held = hold_topic(
        make_board(community, approval="everything"), title=f"About {NAME}", body=SAID, tags=[NAME]
    )
    post = let_through(moderator=moderator, held=held, revision=1)
    assert {"heldpost.source", "heldpost.title", "heldpost.tags", "post.source"} <= places_of(NAME)
    assert purge_post(purger=facilitator, post=post_of(post), why=PATIENT)
    assert places_of(NAME) == set()
    assert breaches() == []


def test_facilitators_of_where_it_came_from_can_purge_it_and_both_logs_say_so() -> None:
    crossing = make_crossing()
    crossing.place()
    words = f"What {NAME} told us about the ward."
    reply = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there, body=words)
    assert purge_post(
        purger=make_member(crossing.there.community, role=Role.FACILITATOR), post=post_of(reply), why=PATIENT
    )
    assert set(Change.objects.filter(verb="purged").values_list("community", "about")) == {
        (board.community_id, board.name) for board in (crossing.home, crossing.there)
    }
    assert places_of(NAME) == set()
    assert breaches() == []
