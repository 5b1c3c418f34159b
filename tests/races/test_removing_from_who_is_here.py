"""What is removed while its author's account is held for something else is kept; while they close it, it is not."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.urls import reverse

from forum.chat.models import Message
from forum.communities.models import Role
from forum.discussions.models import Post
from forum.people.actions.leaving import locked_alone
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_reply, make_topic
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import room_of
from tests.forum.moderation.removed_things import SAID, WHY, kept
from tests.forum.people_anew import again, signed_in
from tests.races.test_standing import PATIENCE, backend, comes_to_wait_for

pytestmark = [pytest.mark.django_db(transaction=True)]
Said = Callable[[Person], tuple[Post | Message, str]]


def _post(author: Person) -> tuple[Post, str]:
    board = make_board(author.memberships.get().community)
    post = make_reply(make_topic(board), author=author, body=SAID)
    return post, reverse("post-remove", args=[post.pk])


def _message(author: Person) -> tuple[Message, str]:
    message = say(again(author), room_of(author.memberships.get().community), SAID)
    return message, reverse("message-remove", args=[message.room_id, message.pk])


def _change_address(author: Person) -> None:
    """Held as by the database, for whoever changes a column that is unique."""
    Person.objects.select_for_update().get(pk=author.pk)


@pytest.mark.parametrize("said", [_post, _message])
@pytest.mark.parametrize(("hold", "is_kept"), [(_change_address, True), (locked_alone, False)])
def test_words_are_kept_of_who_changes_their_account_and_none_of_who_closes_it_and_the_page_says_which(
    said: Said, hold: Callable[[Person], object], is_kept: bool
) -> None:
    community = make_community()
    author, moderator = make_member(community), make_member(community, role=Role.MODERATOR)
    thing, page = said(author)
    browser = signed_in(moderator)

    def remove() -> str:
        try:
            return browser.post(page, {"reason": WHY}, follow=True).content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            hold(again(author))
            shown = pool.submit(remove)
            comes_to_wait_for(backend(), shown)
        page_after = shown.result(timeout=PATIENCE)
    says = ["can be brought back" in page_after, "nothing of its words is kept" in page_after]
    assert says == [is_kept, not is_kept]
    assert kept(thing) == (SAID if is_kept else "")
