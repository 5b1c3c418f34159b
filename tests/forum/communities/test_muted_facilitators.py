"""What facilitators and moderators say in a place's name while they are muted there: nothing new. The rest they go on
looking after.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forum.chat.actions.rooms import describe_room, open_room
from forum.communities.actions.describing import describe_community
from forum.communities.actions.measures import mute_person
from forum.communities.models import Community, Role
from forum.communities.selectors.describing import edition_of_description
from forum.core.verdicts import Refused
from forum.crossposting.actions.homes import ask_to_adopt, offer_home
from forum.discussions.actions.boards import open_board
from forum.discussions.actions.changing_boards import change_board
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, Topic
from forum.discussions.selectors.board_management import edition_of_settings
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_steward, mute
from tests.factories.crossing import make_crossing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
MUTED = "You are muted in"


@pytest.fixture
def community() -> Community:
    return make_community("Ward teaching")


@pytest.fixture
def facilitator(community: Community) -> Person:
    return make_member(community, role=Role.FACILITATOR)


def silenced(person: Person, community: Community) -> Person:
    mute(person, community)
    return Person.objects.get(pk=person.pk)


def described(editor: Person, community: Community, **fields: Any) -> Community:
    community = Community.objects.get(pk=community.pk)
    return describe_community(
        editor=editor, community=community, seen=edition_of_description(community), **fields
    )


def changed(editor: Person, board: Board, **fields: Any) -> Board:
    board = Board.objects.select_related("community").get(pk=board.pk)
    return change_board(editor=editor, board=board, seen=edition_of_settings(board), fields=fields)


def test_a_muted_facilitator_says_nothing_new_in_descriptions_and_sets_what_has_no_words(
    community: Community, facilitator: Person
) -> None:
    board = make_board(community, description="Said before.")
    room = open_room(opener=facilitator, community=community, name="Corner", purpose="Said before.")
    described(facilitator, community, interests="nights, days")
    silent = silenced(facilitator, community)
    acts = (
        lambda: described(silent, community, interests="And I say."),
        lambda: changed(silent, board, description="And I say."),
        lambda: open_board(opener=silent, community=community, name="And I say"),
        lambda: describe_room(facilitator=silent, room=room, purpose="And I say."),
        lambda: open_room(opener=silent, community=community, name="And I say"),
    )
    for act in acts:
        with pytest.raises(Refused, match=MUTED):
            act()
    assert described(silent, community, interests="").interests == ""
    assert changed(silent, board, description="", reply_from=20).description == ""
    assert describe_room(facilitator=silent, room=room, purpose="").purpose == ""
    other = make_member(community, role=Role.FACILITATOR)
    assert changed(other, board, description="And I say.").description == "And I say."


def test_who_is_muted_on_one_board_says_nothing_new_in_its_name_and_goes_on_elsewhere(
    community: Community, facilitator: Person
) -> None:
    make_member(community, role=Role.FACILITATOR)
    board, other = make_board(community, description="Said before."), make_board(community)
    ends_at = timezone.now() + timedelta(days=7)
    mute_person(
        moderator=make_steward(), person=facilitator, community=community, reason="Rest.", ends_at=ends_at,
        board_key=board.pk,
    )  # fmt: skip
    silent = Person.objects.get(pk=facilitator.pk)
    with pytest.raises(Refused, match="You are muted on"):
        changed(silent, board, description="And I say.")
    assert changed(silent, board, reply_from=20).reply_from == 20
    assert changed(silent, other, description="And I say.").description == "And I say."


def test_a_muted_moderator_offers_and_asks_for_a_home_without_a_note() -> None:
    crossing = make_crossing("network", "network", inbound="open")
    home = crossing.home_moderator
    silent = silenced(home, crossing.home.community)
    with pytest.raises(Refused, match=MUTED):
        offer_home(moderator=silent, topic=crossing.topic, to=crossing.there, note="And I say.")
    assert offer_home(moderator=silent, topic=crossing.topic, to=crossing.there).note == ""
    second = make_crossing("network", "network", inbound="open")
    second.place()
    topic = Topic.objects.select_related("home_board__community").get(pk=second.topic.pk)
    remove_topic(moderator=second.home_moderator, topic=topic, reason="Not for us.")
    topic = Topic.objects.select_related("home_board__community").get(pk=second.topic.pk)
    silent = silenced(second.there_moderator, second.there.community)
    with pytest.raises(Refused, match=MUTED):
        ask_to_adopt(moderator=silent, topic=topic, to=second.there, note="And I say.")
    assert ask_to_adopt(moderator=silent, topic=topic, to=second.there).note == ""
