"""The page of a live session where many take part: it asks and draws no more than where few do."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Community
from forum.gatherings.models import Coming, Gathering, Hand, Poll, PollVote, Question, QuestionVote
from forum.gatherings.views.asked import AT_FIRST
from forum.people.models import Person
from tests.factories import make_member
from tests.forum.gatherings.going_on import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def take_part(gathering: Gathering, number: int, host: Person) -> list[Person]:
    """So many come, raise a hand, ask, vote and say something; and there are a few polls."""
    now = timezone.now()
    people = [make_member(gathering.community) for _number in range(number)]
    Coming.objects.bulk_create(
        Coming(gathering=gathering, person=each, through=gathering.community, state="coming", asked_at=now)
        for each in people
    )
    Hand.objects.bulk_create(Hand(gathering=gathering, person=each) for each in people)
    states = ["open", "open", "open", "answered"]
    asked = Question.objects.bulk_create(
        Question(
            gathering=gathering, asker=each, client_id=uuid4(), words="How long?", votes=1,
            state=states[place % len(states)],
        )
        for place, each in enumerate(people)
    )  # fmt: skip
    QuestionVote.objects.bulk_create(
        QuestionVote(question=each, person=host, is_counted=True) for each in asked
    )
    poll = Poll.objects.create(
        gathering=gathering, client_id=uuid4(), kind="rating", words="How was it?", state="open"
    )
    PollVote.objects.bulk_create(PollVote(poll=poll, person=each, choices=[1]) for each in people)
    for each in people[:5]:
        said(each, gathering)
    return people


def read(client: Client, gathering: Gathering, query: str = "") -> tuple[int, str]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(gathering.get_absolute_url() + query).content.decode()
    return len(asked), page


def drawn(page: str) -> int:
    """How many questions it draws, but for the one from which scripts make others."""
    return page.count('<li class="question') - 1


@pytest.mark.parametrize("leads", [False, True])
def test_the_page_grows_not_with_those_who_take_part(
    client: Client, host: Person, community: Community, gathering: Gathering, leads: bool
) -> None:
    reader = host if leads else make_member(community)
    client.force_login(reader)
    take_part(gathering, 5, host)
    read(client, gathering)
    few, page = read(client, gathering)
    assert drawn(page) == 5 and "Show more" not in page.replace(
        'hidden><a href="?asked=50#questions">Show more', ""
    )
    take_part(gathering, 75, host)
    many, page = read(client, gathering)
    assert many == few
    assert drawn(page) == AT_FIRST + 19 and "36 more wait" in page
    assert "more in line" in page
    bounded = len(page)
    take_part(gathering, 120, host)
    again, page = read(client, gathering)
    assert again == few
    assert drawn(page) == 2 * AT_FIRST and "126 more wait" in page
    # What grows are names of those who come, of whom so many are named and no more.
    assert len(page) < bounded * 1.35


def test_one_asks_for_more_and_has_ones_own_and_the_named_one_besides(
    client: Client, host: Person, community: Community, gathering: Gathering
) -> None:
    people = take_part(gathering, 80, host)
    client.force_login(people[78])
    _queries, page = read(client, gathering)
    own, other = (Question.objects.get(asker=people[place]).pk for place in (78, 77))
    assert (f'id="question-{own}"' in page, f'id="question-{other}"' in page) == (True, False)
    assert f'id="question-{other}"' in read(client, gathering, f"?question={other}")[1]
    assert drawn(page) == AT_FIRST + 20 + 1 and 'href="?asked=50#questions"' in page
    _queries, page = read(client, gathering, "?asked=50")
    assert drawn(page) == 50 + 20 + 1 and "9 more wait" in page and 'href="?asked=75#questions"' in page
    assert drawn(read(client, gathering, "?asked=75")[1]) == 80
    assert drawn(read(client, gathering, "?asked=-3&question=x")[1]) == AT_FIRST + 20 + 1


def test_what_waits_in_line_is_told_in_full_and_leads_to_the_question(
    client: Client, host: Person, gathering: Gathering
) -> None:
    take_part(gathering, 80, host)
    client.force_login(host)
    page = client.get(gathering.get_absolute_url())
    assert (len(page.context["turns"]), page.context["more_in_line"]) == (30, 80 + 60 - 6)
    asked = next(each.question for each in page.context["turns"] if each.question)
    assert f'href="?question={asked.pk}#question-{asked.pk}"' in page.content.decode()


def test_of_more_than_are_read_at_once_the_numbers_are_those_of_all(
    client: Client, host: Person, gathering: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = take_part(gathering, 80, host)
    monkeypatch.setattr("forum.gatherings.selectors.questions.MOST_SHOWN", 40)
    client.force_login(people[78])
    own, named = (Question.objects.get(asker=people[place]).pk for place in (78, 77))
    page = client.get(gathering.get_absolute_url() + f"?question={named}")
    told = {key: page.context[key] for key in ("settled_number", "more_waiting", "more_settled")}
    assert told == {"settled_number": 20, "more_waiting": 60 - AT_FIRST - 2, "more_settled": 20}
    assert all(f'id="question-{pk}"' in page.content.decode() for pk in (own, named))
    page = client.get(gathering.get_absolute_url() + "?asked=60")
    assert (page.context["more_waiting"], page.context["more_settled"]) == (0, 0)


def test_after_a_vote_by_a_form_as_many_are_drawn_as_before(
    client: Client, host: Person, gathering: Gathering
) -> None:
    people = take_part(gathering, 5, host)
    client.force_login(people[0])
    question = Question.objects.get(asker=people[1])
    place = gathering.get_absolute_url()
    for query, many in (("?asked=50#questions", "asked=50&"), ("", ""), ("?asked=x", "")):
        answer = client.post(
            reverse("question-vote", args=[gathering.pk, question.pk]),
            headers={"referer": f"https://testserver{place}{query}"},
        )
        assert answer.headers["Location"] == f"{place}?{many}question={question.pk}#question-{question.pk}"


def test_polls_that_are_closed_are_folded_where_there_are_several(
    client: Client, community: Community, gathering: Gathering
) -> None:
    for number, state in enumerate(["closed", "open", "closed", "closed", "prepared"]):
        Poll.objects.create(
            gathering=gathering, client_id=uuid4(), kind="rating", words=f"Number {number}?", state=state
        )
    client.force_login(make_member(community))
    _queries, page = read(client, gathering)
    first, more = page.split('class="polls-more"')
    assert [f"Number {number}?" in first for number in range(5)] == [False, True, True, True, False]
    assert [f"Number {number}?" in more for number in range(5)] == [True, False, False, False, False]
    assert "1 more poll<" in more
