"""Who closes their account while what was removed of theirs comes back: nobody waits for ever, and nothing is kept."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.core.cache import cache

from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.invariants.selectors import breaches
from forum.moderation.actions.appealing import overturn_decision
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeal_with
from forum.people.models import Person
from forum.personal_data.actions.leaving import close_account
from tests.factories import make_board, make_community, make_member
from tests.forum.leaving import PASSWORD
from tests.forum.moderation.removed_things import KINDS, SAID, Kind, fresh, kept, says
from tests.forum.people_anew import again
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = 8


@pytest.fixture(params=KINDS.values(), ids=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


def close(person: Person) -> Any:
    return close_account(person=again(person), wish="keep", handle=person.handle, password=PASSWORD)


def test_who_leaves_meets_who_brings_it_back_and_who_overturns_the_removal(kind: Kind) -> None:
    board = make_board(make_community())
    first, *others = (make_member(board.community, role=Role.MODERATOR) for _ in range(3))
    for number in range(ROUNDS):
        cache.clear()
        author = make_member(board.community)
        author.set_password(PASSWORD)
        author.save()
        thing = kind.removed(first, author, board)
        appeal = appeal_with(kind.ask(author, thing).pk)
        overturning = partial(
            overturn_decision, decider=again(others[0]), appeal=appeal, reason="It may stand here."
        )
        acts = [partial(close, author), overturning, partial(kind.restore, others[1], thing)]
        found = together(acts[:2] if number % 2 else [acts[0], acts[2]])
        assert [each for each in found if isinstance(each, Exception) and not isinstance(each, Refused)] == []
        assert not isinstance(found[0], Refused)
        back = not isinstance(found[1], Refused)
        if back:
            assert says(thing) == SAID
        elif kind.word != "topic":  # of which the words stay where they were
            assert (fresh(thing).removed_at is None, kept(thing)) == (False, "")
        left = Appeal.objects.get(person=author)
        assert (left.state, left.words) == ("overturned" if back and number % 2 else "gone", "")
    assert breaches() == []
