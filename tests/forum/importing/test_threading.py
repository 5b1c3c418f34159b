"""Messages come back together as the conversations they were, in whatever order they are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.importing.threading import Conversation, Heading, Link, thread
from tests.forum.importing.counts import ThreadCounts, count_threads

START = datetime(2010, 3, 1, tzinfo=UTC)


def heading(
    key: str,
    *,
    answers: str = "",
    references: str = "",
    subject: str = "",
    day: float = 0,
    by: str = "ann",
    is_marked_reply: bool = False,
) -> Heading:
    return Heading(
        key=key,
        in_reply_to=tuple(answers.split()),
        references=tuple(references.split()),
        subject=subject or f"Subject of {key}",
        is_marked_reply=is_marked_reply,
        author_key=by,
        sent_at=START + timedelta(days=day),
    )


def outline(conversations: list[Conversation]) -> list[str]:
    """Each conversation as `key`, `key<parent`, with the link where it is not a plain reply."""
    return [" ".join(_outlined(conversation)) for conversation in conversations]


def _outlined(conversation: Conversation) -> list[str]:
    marks = {Link.OPENING: "", Link.REPLY: ""}
    return [
        post.key + (f"<{post.parent}" if post.parent else "") + marks.get(post.link, f"({post.link.value})")
        for post in conversation.posts
    ]


def test_replies_follow_their_parents_by_either_header() -> None:
    messages = [
        heading("a"),
        heading("b", answers="a", day=1),
        heading("c", references="a b", day=2),
        heading("d", answers="a", references="a", day=3),
        heading("other", day=0.5),
    ]
    assert outline(thread(messages)) == ["a b<a c<b d<a", "other"]


def test_in_reply_to_goes_before_the_last_reference_and_an_absent_parent_is_skipped() -> None:
    messages = [
        heading("a"),
        heading("b", answers="a", day=1),
        heading("c", answers="a", references="a b", day=2),
        heading("d", answers="gone", references="a b gone", day=3),
    ]
    assert outline(thread(messages)) == ["a b<a c<a d<b"]


def test_a_reply_dated_before_its_parent_comes_after_it() -> None:
    messages = [heading("a", day=5), heading("b", answers="a", day=1), heading("c", answers="b", day=2)]
    assert outline(thread(messages)) == ["a b<a c<b"]


def test_circles_and_answers_to_oneself_are_opened_at_the_oldest() -> None:
    circle = [
        heading("a", answers="c", day=1),
        heading("b", answers="a", day=2),
        heading("c", answers="b", day=3),
    ]
    assert outline(thread(circle)) == ["a b<a c<b"]
    assert outline(thread([heading("a", answers="a", references="a")])) == ["a"]


def test_headers_of_a_later_message_join_two_trees() -> None:
    told = [heading("a"), heading("b", day=1), heading("c", references="a b", day=2)]
    assert outline(thread(told)) == ["a b<a(related) c<b"]
    two_parents = [heading("a"), heading("b", day=1), heading("c", answers="b a", day=2)]
    assert outline(thread(two_parents)) == ["a b<a(related) c<b"]


def test_answers_to_one_absent_message_belong_together_if_they_say_the_same() -> None:
    messages = [
        heading("b", answers="gone", subject="Dosage", day=1),
        heading("c", references="gone x", subject="dosage!", day=200),
        heading("digest", answers="gone", subject="Something else", day=2),
    ]
    assert outline(thread(messages)) == ["b c<b(shared ancestor)", "digest"]


def test_a_marked_reply_without_headers_joins_the_latest_conversation_with_its_subject() -> None:
    messages = [
        heading("old", subject="Dosage in children", day=-400),
        heading("a", subject="Dosage in children"),
        heading("b", subject="dosage in  children", is_marked_reply=True, day=89),
        heading("c", subject="Dosage in children", is_marked_reply=True, day=170),
        heading("late", subject="Dosage in children", is_marked_reply=True, day=400),
        heading("new", subject="Dosage in children", day=401),
        heading("x", answers="new", subject="Dosage in children", is_marked_reply=True, day=402),
    ]
    assert outline(thread(messages)) == ["old", "a b<a(subject) c<a(subject)", "late", "new x<new"]


def test_a_subject_that_says_little_joins_nothing() -> None:
    for subject in ("Help", "Question", "Hi all", "???"):
        messages = [heading("a", subject=subject), heading("b", subject=subject, is_marked_reply=True, day=1)]
        assert outline(thread(messages)) == ["a", "b"]


def test_where_reply_marks_were_stripped_another_author_s_equal_subject_joins_soon() -> None:
    stripped = [
        heading("a", subject="Dosage in small children"),
        heading("b", subject="Dosage in small children", by="bo", day=3),
        heading("c", subject="Dosage in small children", by="ann", day=4),
        heading("d", subject="Dosage in small children", by="bo", day=90),
        heading("e", answers="a", subject="Dosage in small children", day=1),
    ]
    assert outline(thread(stripped)) == ["a e<a b<a(subject)", "c", "d"]
    kept = [*stripped, heading("f", answers="d", is_marked_reply=True, day=91)]
    assert outline(thread(kept)) == ["a e<a", "b", "c", "d f<d"]


def test_counts_take_headers_alone() -> None:
    messages = [
        heading("a", subject="Dosage in children"),
        heading("b", answers="a", day=1),
        heading("c", references="a b", day=2),
        heading("d", subject="Dosage in children", is_marked_reply=True, day=3),
        heading("a", subject="The same id again", day=4),
    ]
    assert count_threads(messages) == ThreadCounts(threads=2, of_two_or_more=1, deepest=2)
    assert count_threads([]) == ThreadCounts(threads=0, of_two_or_more=0, deepest=0)


def test_ten_thousand_answers_in_one_line_or_dated_backwards_are_no_trouble() -> None:
    chain = [heading(f"m{i:05}", answers=f"m{i - 1:05}" if i else "", day=i / 100) for i in range(10_000)]
    assert count_threads(chain).deepest == 9_999
    backwards = [
        heading(f"m{i:05}", answers=f"m{i - 1:05}" if i else "", day=-i / 100) for i in range(10_000)
    ]
    (conversation,) = thread(backwards)
    assert [post.key for post in conversation.posts] == [message.key for message in backwards]


KEYS = [f"k{i}" for i in range(9)]
HEADINGS = st.lists(
    st.builds(
        Heading,
        key=st.sampled_from(KEYS),
        in_reply_to=st.lists(st.sampled_from([*KEYS, "gone1", "gone2"]), max_size=2).map(tuple),
        references=st.lists(st.sampled_from([*KEYS, "gone1", "gone2"]), max_size=4).map(tuple),
        subject=st.sampled_from(["Dosage in small children", "Another fine subject", "Hi"]),
        is_marked_reply=st.booleans(),
        author_key=st.sampled_from(["ann", "bo"]),
        sent_at=st.integers(0, 120).map(lambda day: START + timedelta(days=day)),
    ),
    unique_by=lambda heading: heading.key,
)


@settings(max_examples=500, deadline=None)
@given(HEADINGS, st.randoms(use_true_random=False))
def test_any_headers_give_trees_that_hold_every_message_once(headings: list[Heading], random: Random) -> None:
    conversations = thread(headings)
    posts = [post for conversation in conversations for post in conversation.posts]
    assert sorted(post.key for post in posts) == sorted(heading.key for heading in headings)
    for conversation in conversations:
        before: set[str] = set()
        for post in conversation.posts:
            assert (post.parent in before) if before else (post.parent is None)
            assert (post.link == Link.OPENING) == (not before)
            before.add(post.key)
    shuffled = headings[:]
    random.shuffle(shuffled)
    assert thread(shuffled) == conversations
    assert count_threads(shuffled) == count_threads(headings)


@settings(max_examples=300, deadline=None)
@given(HEADINGS)
def test_what_headers_join_is_never_apart(headings: list[Heading]) -> None:
    conversation_of = {
        post.key: number
        for number, conversation in enumerate(thread(headings))
        for post in conversation.posts
    }
    for message in headings:
        for ancestor in message.ancestors:
            if ancestor in conversation_of:
                assert conversation_of[ancestor] == conversation_of[message.key]
