"""Recaps: drafted from the session, kept, signed as a topic, told to who came."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.chat.actions.messages import pin_message
from forum.communities.models import Community, Role
from forum.core.editions import ChangedMeanwhile
from forum.core.passages import Passages
from forum.core.verdicts import Invalid, Refused
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, Topic
from forum.gatherings.actions.answering import answer_question
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.counting import TICK, count_votes
from forum.gatherings.actions.leading import start_gathering
from forum.gatherings.actions.materials import add_material
from forum.gatherings.actions.polls import answer_poll, close_poll, open_poll, prepare_poll, show_answers
from forum.gatherings.models import Coming, Gathering, Poll
from forum.notifications import kinds
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.personal_data.selectors.sessions import recaps_kept
from forum.recaps.actions.carrying import let_question_go_on
from forum.recaps.actions.purging import clean_recaps
from forum.recaps.actions.recaps import RecapWords, draft_anew, keep_recap, sign_recap
from forum.recaps.models import Recap
from forum.recaps.selectors.recaps import facts_of, signed_recap_of
from forum.recaps.views.drafting import drafted_body, drafted_title
from forum.recaps.views.lines import sessions_html
from tests.factories import make_member, make_person, make_topic
from tests.forum.gatherings.going_on import near, said
from tests.forum.gatherings.meeting import again
from tests.forum.recaps.over import asked, ended

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def words(
    board: Board | None, *, title: str = "What we learned", body: str = "We wait.", seen: int = 0
) -> RecapWords:
    return RecapWords(title, body, board, seen)


@pytest.fixture
def second(community: Community) -> Person:
    return make_member(community, make_person("Mo Lindt"), role=Role.FACILITATOR)


def test_a_draft_holds_what_was_read_said_answered_asked_and_is_open(
    host: Person, member: Person, gathering: Gathering
) -> None:
    add_material(host=host, gathering=gathering, pasted="https://example.org/paper A paper")
    answered = asked(member, gathering, "How *long*?")
    answer = said(host, gathering, "Two weeks.")
    pin_message(moderator=host, message=said(host, gathering, "Read the guideline."))
    answer_question(host=host, question=answered, seen="open", message_id=answer.pk)
    asked(member, gathering, "And then?", host)
    poll = prepare_poll(
        host=host, gathering=again(gathering), kind=Poll.Kind.SINGLE, words="Change it?", options=["Yes", "No"],
        client_id=uuid4(),
    )  # fmt: skip
    open_poll(host=host, poll=poll)
    answer_poll(person=member, poll=poll, choices=[0])
    count_votes(now=timezone.now() + TICK)
    show_answers(host=host, poll=Poll.objects.get(pk=poll.pk))
    close_poll(host=host, poll=Poll.objects.get(pk=poll.pk))
    draft = drafted_body(facts_of(ended(gathering, host)))
    for part in (
        "[Journal club](/live/", "Ada Byrne", "A paper <https://example.org/paper>",
        "> Read the guideline. ([in the talk](",
        "How \\*long\\*? ([the answer](/rooms/", "Change it? Yes 1, No 0 (1 answered)",
        "And then? (1 wants an answer)",
    ):  # fmt: skip
        assert part in draft, draft
    assert "Bea Quist" not in draft  # who asked may not want to stand there: that is for whoever signs
    assert drafted_title(facts_of(again(gathering))).startswith("Recap: Journal club, ")


def test_a_draft_leads_to_where_its_questions_go_on(
    host: Person, member: Person, gathering: Gathering, board: Board
) -> None:
    question = asked(member, gathering, "And then?", host)
    over = ended(gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    assert f"- [And then?]({topic.get_absolute_url()}) (1 wants an answer)" in drafted_body(facts_of(over))


def test_a_draft_of_a_silent_session_has_no_empty_parts(host: Person, gathering: Gathering) -> None:
    draft = drafted_body(facts_of(ended(gathering, host)))
    assert "##" not in draft
    assert draft.startswith("What remains of [Journal club](")


def test_polls_whose_counts_are_hidden_do_not_stand_in_the_draft(
    host: Person, member: Person, gathering: Gathering
) -> None:
    poll = prepare_poll(
        host=host, gathering=again(gathering), kind=Poll.Kind.SINGLE, words="Change it?", options=["Yes", "No"],
        client_id=uuid4(),
    )  # fmt: skip
    open_poll(host=host, poll=poll)
    assert "Change it" not in drafted_body(facts_of(ended(gathering, host)))
    show_answers(host=host, poll=Poll.objects.get(pk=poll.pk))
    assert "Change it" in drafted_body(facts_of(again(gathering)))


def test_what_is_kept_is_there_for_the_other_host_and_nobody_is_overwritten(
    host: Person, second: Person, gathering: Gathering, board: Board
) -> None:
    over = ended(gathering, host)
    assert keep_recap(host=host, gathering=over, words=words(None)).revision == 1
    with pytest.raises(ChangedMeanwhile):
        keep_recap(host=second, gathering=over, words=words(board, body="Mine."))
    kept = keep_recap(host=second, gathering=over, words=words(board, body="Both.", seen=1))
    assert (kept.body, kept.board, kept.changed_by, kept.revision) == ("Both.", board, second, 2)
    with pytest.raises(ChangedMeanwhile):
        draft_anew(host=host, gathering=over, seen=1)
    draft_anew(host=host, gathering=over, seen=2)
    recap = Recap.objects.get()
    assert (recap.is_kept, recap.body, recap.board, recap.revision) == (False, "", None, 3)
    with pytest.raises(ChangedMeanwhile):  # a page from before
        keep_recap(host=host, gathering=over, words=words(board, seen=1))


def test_another_host_who_does_not_read_the_signed_recap_learns_nothing_of_it(
    client: Client, host: Person, second: Person, gathering: Gathering, board: Board
) -> None:
    over = ended(gathering, host)
    topic = sign_recap(host=host, gathering=over, words=words(board))
    remove_topic(moderator=host, topic=topic, reason="Twice.")
    with pytest.raises(Refused, match="not open to you"):
        sign_recap(host=second, gathering=over, words=words(board, seen=1))
    client.force_login(second)
    refused = client.get(reverse("gathering-recap", args=[over.pk]))
    assert refused.status_code == 403
    assert "not open to you" in refused.text
    assert "Write the recap" not in client.get(over.get_absolute_url()).text


def test_it_stands_where_its_topic_is_united(host: Person, gathering: Gathering, board: Board) -> None:
    over = ended(gathering, host)
    topic = sign_recap(host=host, gathering=over, words=words(board))
    into = make_topic(board, author=host)
    unite_topics(moderator=host, topic=Topic.objects.get(pk=topic.pk), into=Topic.objects.get(pk=into.pk))
    assert signed_recap_of(host, over) == into
    assert "Recap of the live session" in sessions_html(host, Topic.objects.get(pk=into.pk))


def test_its_topic_says_when_the_session_was_by_the_clock_of_its_reader(
    host: Person, member: Person, gathering: Gathering, board: Board
) -> None:
    Gathering.objects.update(starts_at=datetime(2026, 11, 27, 23, 30, tzinfo=UTC), zone="Europe/Athens")
    over = ended(gathering, host)
    topic = sign_recap(host=host, gathering=over, words=words(board))
    host.time_zone, member.time_zone = "Pacific/Auckland", "America/New_York"
    assert "Sat 28 Nov 2026, 12:30 (Pacific/Auckland)" in sessions_html(host, topic)
    assert "Fri 27 Nov 2026, 18:30 (America/New York)" in sessions_html(member, topic)
    assert "Nov" not in drafted_body(facts_of(over))


def test_what_may_identify_a_patient_is_asked_about_before_it_is_kept(
    client: Client, host: Person, gathering: Gathering
) -> None:
    Community.objects.update(guard=Community.Guard.WARN)
    client.force_login(host)
    address = reverse("gathering-recap", args=[ended(gathering, host).pk])
    sent = {"title": "What we learned", "body": "Call 030 4501 2345 first.", "seen": "0", "keep": "1"}
    asked_first = client.post(address, sent)
    assert "This identifies nobody" in asked_first.text
    assert not Recap.objects.exists()
    cleared = re.search(r'name="cleared" value="([^"]+)"', asked_first.text)
    assert cleared is not None
    assert client.post(address, sent | {"cleared": cleared[1]}).status_code == 302
    assert Recap.objects.get().body == "Call 030 4501 2345 first."


def test_signed_it_is_a_topic_of_whoever_signs_and_keeps_no_words(
    host: Person, second: Person, gathering: Gathering, board: Board
) -> None:
    over = ended(gathering, host)
    keep_recap(host=host, gathering=over, words=words(board))
    topic = sign_recap(host=second, gathering=over, words=words(board, body="We *wait*.", seen=1))
    assert (topic.title, topic.author, topic.home_board) == ("What we learned", second, board)
    assert topic.posts.get().html == "<p>We <em>wait</em>.</p>\n"
    recap = Recap.objects.get()
    assert (recap.topic, recap.title, recap.body) == (topic, "", "")
    assert sign_recap(host=host, gathering=over, words=words(board, body="Again.", seen=1)) == topic
    with pytest.raises(ChangedMeanwhile, match="signed"):
        keep_recap(host=host, gathering=over, words=words(board, seen=2))
    assert Topic.objects.count() == 1


def test_who_came_is_told_that_it_stands(
    host: Person, member: Person, community: Community, board: Board
) -> None:
    gathering = near(host, community)
    answer_whether_one_comes(
        person=member, gathering=gathering, comes=Coming.State.COMING, through_id=community.pk
    )

    start_gathering(host=host, gathering=again(gathering))
    over = ended(gathering, host)
    sign_recap(host=host, gathering=over, words=words(board))
    assert [row.recipient for row in Notice.objects.filter(kind=kinds.RECAP)] == [member]


def test_without_a_board_it_is_not_signed(host: Person, gathering: Gathering) -> None:
    with pytest.raises(Invalid, match="Choose the board"):
        sign_recap(host=host, gathering=ended(gathering, host), words=words(None))
    assert not Recap.objects.exists()


def test_members_neither_keep_nor_sign_it(
    host: Person, member: Person, gathering: Gathering, board: Board
) -> None:
    over = ended(gathering, host)
    for act in (keep_recap, sign_recap):
        with pytest.raises(Refused, match="Those who host"):
            act(host=member, gathering=over, words=words(board))
    assert not Recap.objects.exists()


def test_nothing_is_summed_up_while_it_goes_on(host: Person, gathering: Gathering, board: Board) -> None:
    with pytest.raises(Refused, match="once the session is over"):
        keep_recap(host=host, gathering=again(gathering), words=words(board))


def test_purged_words_go_from_what_is_kept(host: Person, gathering: Gathering, board: Board) -> None:
    keep_recap(
        host=host,
        gathering=ended(gathering, host),
        words=words(
            board, body="First: the woman with the blue coat came twice a week with her sister. Then tea."
        ),
    )
    assert clean_recaps(
        Passages(
            [
                (
                    "The woman with the blue coat came twice a week with her sister",
                    timezone.now() - timedelta(days=1),
                )
            ]
        )
    ) == {"quotes": 1}
    recap = Recap.objects.get()
    assert "blue coat" not in recap.body
    with pytest.raises(ChangedMeanwhile):  # a page that was open would bring it back
        keep_recap(host=host, gathering=again(gathering), words=words(board, seen=1))


def test_a_copy_of_ones_data_has_what_one_kept(host: Person, gathering: Gathering, board: Board) -> None:
    keep_recap(host=host, gathering=ended(gathering, host), words=words(board))
    (kept,) = recaps_kept(host)
    assert (kept["title"], kept["body"]) == ("What we learned", "We wait.")


class TestPages:
    @pytest.fixture
    def over(self, host: Person, member: Person, gathering: Gathering, board: Board) -> Gathering:
        asked(member, gathering, "How long?", host)
        return ended(gathering, host)

    def test_hosts_write_keep_and_sign(
        self, client: Client, host: Person, over: Gathering, board: Board
    ) -> None:
        client.force_login(host)
        address = reverse("gathering-recap", args=[over.pk])
        assert address in client.get(over.get_absolute_url()).text
        page = client.get(address).text
        assert "How long? (1 wants an answer)" in page
        sent = {"title": "What we learned", "body": "We *wait*.", "seen": "0", "board": ""}
        shown = client.post(address, sent | {"preview": "1"})
        assert "<em>wait</em>" in shown.text
        assert not Recap.objects.exists()
        assert client.post(address, sent | {"keep": "1"}).status_code == 302
        assert "We *wait*." in client.get(address).text
        late = client.post(address, sent | {"body": "Mine.", "keep": "1"})
        assert late.status_code == 409
        assert "Mine." in late.text
        assert "We *wait*." in late.text
        without = client.post(address, sent | {"seen": "1", "sign": "1"})
        assert without.status_code == 422
        assert "Choose the board" in without.text
        done = client.post(address, sent | {"seen": "1", "board": str(board.pk), "sign": "1"})
        topic = Topic.objects.get()
        assert done.headers["Location"] == topic.get_absolute_url()
        assert topic.get_absolute_url() in client.get(over.get_absolute_url()).text
        assert client.get(address).headers["Location"] == topic.get_absolute_url()
        assert "Recap of the live session" in client.get(topic.get_absolute_url()).text

    def test_hosts_let_questions_go_on(
        self, client: Client, host: Person, over: Gathering, board: Board
    ) -> None:
        client.force_login(host)
        address = reverse("questions-go-on", args=[over.pk])
        assert address in client.get(over.get_absolute_url()).text
        assert "How long?" in client.get(address).text
        nothing = client.post(address, {"board": str(board.pk)})
        assert nothing.status_code == 422
        assert "Tick the questions" in nothing.text
        question = over.questions.get()
        done = client.post(address, {"board": str(board.pk), "questions": str(question.pk)})
        topic = Topic.objects.get()
        assert done.headers["Location"] == topic.get_absolute_url()
        assert "Asked by Bea Quist in the live session" in client.get(topic.get_absolute_url()).text
        assert "No question of this session waits" in client.get(address).text
        assert topic.get_absolute_url() in client.get(over.get_absolute_url()).text

    def test_members_are_refused_in_a_sentence_and_see_no_way_there(
        self, client: Client, member: Person, over: Gathering
    ) -> None:
        client.force_login(member)
        page = client.get(over.get_absolute_url()).text
        for name in ("gathering-recap", "questions-go-on"):
            address = reverse(name, args=[over.pk])
            assert address not in page
            refused = client.get(address)
            assert refused.status_code == 403
            assert "Those who host this session" in refused.text
