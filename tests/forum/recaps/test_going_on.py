"""Questions of a session go on as topics; who asked and who voted is told of answers there."""

from __future__ import annotations

import pytest
from django.test import Client

from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.marks import accept_answer
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.models import Board, Draft, HeldPost, Topic
from forum.gatherings.actions.answering import answer_question, decline_question, merge_question
from forum.gatherings.actions.namelessness import take_nameless_questions
from forum.gatherings.actions.questions import take_question_away
from forum.gatherings.models import Gathering, Question
from forum.notifications import kinds
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.recaps.actions.carrying import let_question_go_on
from forum.recaps.models import GoingOn
from forum.recaps.selectors.going_on import going_on_in, has_questions_to_go_on, questions_to_go_on
from forum.recaps.views.lines import sessions_html
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.forum.gatherings.going_on import begun, joined
from tests.forum.gatherings.meeting import again
from tests.forum.recaps.over import asked, ended

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=kind).select_related("recipient").order_by("recipient__display_name")
    return [row.recipient.display_name for row in rows]


def fresh(question: Question) -> Question:
    return Question.objects.select_related("gathering").get(pk=question.pk)


@pytest.fixture
def voter(community: Community) -> Person:
    return make_member(community, make_person("Cem Arslan"))


@pytest.fixture
def question(member: Person, voter: Person, gathering: Gathering) -> Question:
    return asked(member, gathering, "How long do *you* wait?", voter)


def test_a_question_becomes_one_topic_however_often_it_is_sent(
    host: Person, question: Question, board: Board
) -> None:
    ended(question.gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    assert let_question_go_on(host=host, question=question, board=board) == topic
    assert Topic.objects.count() == 1
    assert (topic.title, topic.type, topic.author, topic.home_board) == (
        "How long do *you* wait?", "question", host, board,
    )  # fmt: skip
    assert topic.posts.get().html == "<p>How long do *you* wait?</p>\n"
    assert not has_questions_to_go_on(question.gathering)


def test_words_longer_than_a_title_stand_whole_in_the_post(
    host: Person, member: Person, gathering: Gathering, board: Board
) -> None:
    words = " ".join(["wherefore"] * 40)
    question = asked(member, gathering, words)
    ended(gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    assert topic.title == " ".join(["wherefore"] * 19) + "…"
    assert words in topic.posts.get().html


def test_its_page_says_who_asked_in_which_session_and_how_many_want_an_answer(
    host: Person, member: Person, question: Question, board: Board
) -> None:
    ended(question.gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    said = sessions_html(member, Topic.objects.get(pk=topic.pk))
    assert "Asked by Bea Quist in the live session" in said
    assert question.gathering.get_absolute_url() in said
    assert "1 wants an answer" in said


def test_who_asked_without_a_name_is_named_to_nobody(
    host: Person, member: Person, gathering: Gathering, board: Board
) -> None:
    take_nameless_questions(host=host, gathering=again(gathering))
    question = asked(member, gathering, "May I ask this?", nameless=True)
    ended(gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    for reader in (host, member):
        said = sessions_html(reader, Topic.objects.get(pk=topic.pk))
        assert "Asked without a name" in said
        assert "Bea Quist" not in said


def test_the_first_answer_and_the_accepted_one_are_told_to_who_asked_and_who_voted(
    host: Person, member: Person, voter: Person, community: Community, question: Question, board: Board
) -> None:
    ended(question.gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    assert told(kinds.GOES_ON) == ["Bea Quist"]
    assert told(kinds.ANSWERED_LATER) == []
    answering = make_member(community, make_person("Dora Lem"))
    make_reply(topic, author=answering)
    assert told(kinds.ANSWERED_LATER) == ["Bea Quist", "Cem Arslan"]
    second = make_reply(topic, author=voter, body="Two weeks, as a rule.")
    assert told(kinds.ANSWERED_LATER) == ["Bea Quist", "Cem Arslan"]
    accept_answer(person=host, post=second)
    assert told(kinds.ANSWERED_LATER) == ["Bea Quist", "Bea Quist", "Cem Arslan"]


def test_who_follows_the_topic_is_told_of_its_first_reply_once(
    host: Person, member: Person, voter: Person, question: Question, board: Board
) -> None:
    ended(question.gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    follow_topic(person=voter, topic=topic)
    post = make_reply(topic, author=host)
    assert sorted(Notice.objects.filter(post=post).values_list("kind", "recipient__display_name")) == [
        (kinds.FOLLOWED, "Cem Arslan"),
        (kinds.ANSWERED_LATER, "Bea Quist"),
    ]


def test_what_is_taken_away_after_it_went_on_names_nobody_and_tells_nobody(
    host: Person, member: Person, question: Question, board: Board
) -> None:
    over = ended(question.gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    take_question_away(person=member, question=fresh(question))
    assert sessions_html(host, Topic.objects.get(pk=topic.pk)) == ""
    assert going_on_in(host, over) == []
    make_reply(topic, author=host)
    assert told(kinds.ANSWERED_LATER) == []


def test_visitors_read_neither_who_asked_nor_how_many_want_an_answer(client: Client) -> None:
    community = make_community("Open house", visibility="open")
    host = community.memberships.get().person
    board = make_board(community)
    question = asked(
        make_member(community, make_person("Bea Quist")), begun(host, community), "How long?", host
    )
    ended(question.gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    for reader, knows in ((None, False), (host, True)):
        if reader is not None:
            client.force_login(reader)
        page = client.get(topic.get_absolute_url()).text
        assert question.gathering.get_absolute_url() in page
        assert ("Asked by Bea Quist" in page, "1 wants an answer" in page) == (knows, knows)


def test_another_host_who_does_not_read_the_topic_does_not_learn_its_title(
    host: Person, community: Community, question: Question
) -> None:
    elsewhere = make_community("Elsewhere", visibility="hidden")
    make_member(elsewhere, host, role=Role.FACILITATOR)
    joined(question.gathering, elsewhere)
    ended(question.gathering, host)
    let_question_go_on(host=host, question=question, board=make_board(elsewhere))
    second = make_member(community, make_person("Mo Lindt"), role=Role.FACILITATOR)
    with pytest.raises(Refused, match="not open to you"):
        let_question_go_on(host=second, question=fresh(question), board=make_board(community))
    assert going_on_in(second, again(question.gathering)) == []


def test_what_the_host_began_to_write_on_the_board_stays(
    host: Person, question: Question, board: Board
) -> None:
    keep_draft(person=host, place=board, body="Half a thought")
    ended(question.gathering, host)
    let_question_go_on(host=host, question=question, board=board)
    assert Draft.objects.filter(person=host).count() == 1


def test_replies_elsewhere_tell_nobody(host: Person, question: Question, board: Board) -> None:
    ended(question.gathering, host)
    make_reply(make_topic(board))
    assert told(kinds.ANSWERED_LATER) == []


def test_who_asked_the_same_is_told_too(
    host: Person, member: Person, voter: Person, gathering: Gathering, board: Board
) -> None:
    one, other = asked(member, gathering, "How long?"), asked(voter, gathering, "How long does it take?")
    merge_question(host=host, question=one, into_id=other.pk)
    ended(gathering, host)
    topic = let_question_go_on(host=host, question=fresh(other), board=board)
    assert told(kinds.GOES_ON) == ["Bea Quist", "Cem Arslan"]
    make_reply(topic, author=host)
    assert told(kinds.ANSWERED_LATER) == ["Bea Quist", "Cem Arslan"]
    with pytest.raises(Refused, match="answered or still wait"):
        let_question_go_on(host=host, question=fresh(one), board=board)


def test_answered_ones_may_go_on_and_declined_ones_may_not(
    host: Person, member: Person, gathering: Gathering, board: Board
) -> None:
    answered, declined = asked(member, gathering, "How long?"), asked(member, gathering, "And why?")
    answer_question(host=host, question=answered, seen="open")
    decline_question(host=host, question=declined, seen="open", reason="Next time.")
    over = ended(gathering, host)
    assert questions_to_go_on(over) == [answered]
    assert let_question_go_on(host=host, question=fresh(answered), board=board).title == "How long?"
    with pytest.raises(Refused, match="answered or still wait"):
        let_question_go_on(host=host, question=fresh(declined), board=board)


def test_nothing_goes_on_before_the_session_is_over(host: Person, question: Question, board: Board) -> None:
    with pytest.raises(Refused, match="once the session is over"):
        let_question_go_on(host=host, question=question, board=board)
    assert not Topic.objects.exists()


@pytest.mark.parametrize("who", ["member", "voter"])
def test_only_who_leads_the_session_lets_questions_go_on(
    who: str, request: pytest.FixtureRequest, host: Person, question: Question, board: Board
) -> None:
    ended(question.gathering, host)
    with pytest.raises(Refused, match="Those who host"):
        let_question_go_on(host=request.getfixturevalue(who), question=question, board=board)
    assert let_question_go_on(host=host, question=question, board=board)


def test_they_stand_only_where_those_who_took_part_read(host: Person, question: Question) -> None:
    elsewhere = make_community("Elsewhere")
    make_member(elsewhere, host, role=Role.FACILITATOR)
    theirs = make_board(elsewhere)
    ended(question.gathering, host)
    with pytest.raises(Refused, match="takes part"):
        let_question_go_on(host=host, question=question, board=theirs)
    joined(question.gathering, elsewhere)
    assert let_question_go_on(host=host, question=question, board=theirs).home_board == theirs


def test_where_a_moderator_looks_first_nothing_is_held_or_lost(
    host: Person, member: Person, question: Question
) -> None:
    elsewhere = make_community("Elsewhere")
    make_member(elsewhere, host)
    theirs = make_board(elsewhere, approval=Board.Approval.EVERYTHING)
    joined(question.gathering, elsewhere)
    ended(question.gathering, host)
    with pytest.raises(Refused, match="A moderator looks at every post"):
        let_question_go_on(host=host, question=question, board=theirs)
    assert not HeldPost.objects.exists()
    assert has_questions_to_go_on(question.gathering)


def test_it_goes_on_where_its_topic_is_united(host: Person, question: Question, board: Board) -> None:
    ended(question.gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    into = make_topic(board, author=host, title="All about waiting")
    unite_topics(moderator=host, topic=Topic.objects.get(pk=topic.pk), into=Topic.objects.get(pk=into.pk))
    assert GoingOn.objects.get().topic == into
    assert "Bea Quist" in sessions_html(host, Topic.objects.get(pk=into.pk))


def test_readers_of_the_topic_who_do_not_see_the_session_learn_nothing_of_it(
    host: Person, question: Question, board: Board
) -> None:
    ended(question.gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    stranger = make_person("Eve")
    assert sessions_html(stranger, Topic.objects.get(pk=topic.pk)) == ""
    assert sessions_html(host, Topic.objects.get(pk=topic.pk)) != ""
