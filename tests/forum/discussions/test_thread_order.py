"""A thread reads as a tree whatever its shape, and pages join on to each other without gap or double."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.discussions.actions.edits import remove_post
from forum.discussions.models import Post, Topic
from forum.discussions.models.paths import FOLD_DEPTH, MAX_DEPTH, child_path, path_numbers, path_word
from forum.discussions.selectors import threads
from forum.discussions.selectors.threads import TIME, TREE, PostPage, Window, posts_in
from forum.discussions.selectors.topics import topic_with_placements
from tests.factories import make_board, make_reply, make_topic

NUMBERS = st.integers(min_value=1, max_value=10**7)


@given(st.lists(NUMBERS, min_size=2, max_size=40, unique=True))
def test_words_of_a_path_sort_like_the_numbers_they_stand_for(numbers: list[int]) -> None:
    assert sorted(map(path_word, numbers)) == [path_word(number) for number in sorted(numbers)]


@given(st.lists(NUMBERS, max_size=30))
def test_a_path_gives_its_numbers_back(numbers: list[int]) -> None:
    assert path_numbers("".join(path_word(number) for number in numbers)) == numbers


def test_a_branch_deeper_than_the_limit_goes_on_in_time_order() -> None:
    path, depth, paths = path_word(1), 0, []
    for number in range(2, MAX_DEPTH + 30):
        path, depth = child_path(path, depth, number)
        paths.append(path)

    assert paths == sorted(paths)
    assert depth == MAX_DEPTH
    assert len(paths[-1]) <= 600


def _expected_tree(parents: dict[int, int]) -> list[int]:
    """The numbers depth first, children in the order of their numbers."""
    children: dict[int, list[int]] = {}
    for number, parent in parents.items():
        children.setdefault(parent, []).append(number)
    order, waiting = [], [1]
    while waiting:
        number = waiting.pop()
        order.append(number)
        waiting.extend(sorted(children.get(number, []), reverse=True))
    return order


def _all_pages(topic: Topic, order: str) -> list[int]:
    numbers: list[int] = []
    page = posts_in(topic, Window(order))
    numbers += [post.number for post in page.posts]
    while page.later:
        page = posts_in(topic, Window(order, page.later))
        numbers += [post.number for post in page.posts]
    return numbers


def _pages_backwards(topic: Topic, order: str) -> list[int]:
    last = posts_in(topic, Window(order))
    while last.later:
        last = posts_in(topic, Window(order, last.later))
    numbers = [post.number for post in last.posts]
    page: PostPage = last
    while page.earlier:
        page = posts_in(topic, Window(order, page.earlier, "before"))
        numbers = [post.number for post in page.posts] + numbers
    return numbers


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=45), st.data())
def test_any_shape_of_thread_reads_as_its_tree_and_as_its_time(
    choices: list[int], data: st.DataObject
) -> None:
    topic = make_topic(make_board())
    posts: dict[int, Post] = {1: topic.posts.get()}
    parents: dict[int, int] = {}
    for number, choice in enumerate(choices, start=2):
        parent = posts[choice % (number - 1) + 1]
        posts[number] = make_reply(topic, parent=parent)
        parents[number] = parent.number
        assert posts[number].number == number
    fresh = topic_with_placements(topic.pk)
    assert fresh is not None

    shown = [
        number
        for number in _expected_tree(parents)
        if Post.objects.get(topic=topic, number=number).depth <= FOLD_DEPTH
    ]
    assert _all_pages(fresh, TREE) == shown
    assert _pages_backwards(fresh, TREE) == shown
    assert _all_pages(fresh, TIME) == sorted(posts)
    assert _pages_backwards(fresh, TIME) == sorted(posts)

    anchor = data.draw(st.sampled_from(shown))
    around = [post.number for post in posts_in(fresh, Window(TREE, anchor, "around")).posts]
    place = shown.index(anchor)
    assert around == shown[max(place - 3, 0) :][:20] or anchor == 1


@pytest.mark.django_db
@pytest.mark.parametrize("order", [TREE, TIME])
def test_long_posts_make_shorter_pages_that_join_on_to_each_other(
    order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "PAGE_WEIGHT", 1_000)
    monkeypatch.setattr(threads, "CONTEXT_WEIGHT", 300)
    monkeypatch.setattr(threads, "FULL_ENOUGH", 0)
    topic = make_topic(make_board())
    for length in (400, 10, 700, 2_500, 30, 300, 300, 900, 20, 20, 2_000, 50):
        make_reply(topic, body="w" * length)
    fresh = topic_with_placements(topic.pk)
    assert fresh is not None

    pages = [posts_in(fresh, Window(order))]
    while pages[-1].later:
        pages.append(posts_in(fresh, Window(order, pages[-1].later)))
    weights = [[len(post.html) for post in page.posts] for page in pages]

    assert _all_pages(fresh, order) == list(range(1, 14))
    assert _pages_backwards(fresh, order) == list(range(1, 14))
    assert all(sum(page) <= 1_000 or len(page) == 1 for page in weights)
    assert [len(page) for page in weights] == [3, 1, 1, 3, 3, 1, 1]
    for number in range(2, 14):
        around = posts_in(fresh, Window(order, number, "around"))
        assert number in [post.number for post in around.posts]


@pytest.mark.django_db
def test_a_removed_post_stays_only_where_an_answer_hangs_on_it() -> None:
    topic = make_topic(make_board())
    answered = make_reply(topic)
    answer = make_reply(topic, parent=answered)
    alone = make_reply(topic)
    remove_post(author=answered.author, post=answered)
    remove_post(author=alone.author, post=alone)
    fresh = topic_with_placements(topic.pk)
    assert fresh is not None
    assert [post.number for post in posts_in(fresh, Window()).posts] == [1, 2, 3]

    remove_post(author=answer.author, post=answer)

    assert [post.number for post in posts_in(fresh, Window()).posts] == [1]
