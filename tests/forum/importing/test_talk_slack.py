"""An export of Slack comes in with people, threads, reactions, edits and the names of files; nothing private does."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from forum.chat.models import Message, MessageReaction, Room
from forum.chat.selectors.log import replay
from forum.communities.models import Community
from forum.importing.actions.claims import claim_authorship
from forum.importing.readers.slack_words import Names, html_of
from forum.importing.selectors import authors_offered_to
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_person
from tests.forum.importing.chats import DAY, slack, slack_message, stamp, zipped
from tests.forum.importing.conftest import Import, spoken

NAMES = Names({"U1": "Ann Ek"}, {"C1": "general"})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello *there*, _you_ and ~me~.", "<strong>there</strong>, <em>you</em> and <del>me</del>."),
        ("a*b*c snake_case_name 2 * 3 * 4", "a*b*c snake_case_name 2 * 3 * 4"),
        ("<@U1> <@U1|ann> <@U9> <@U9|bo> <!here> <!subteam^S1|@team>", "@Ann Ek @Ann Ek @U9 @bo @here @team"),
        ("<#C1> <#C9|tea>", "#general #tea"),
        ("<https://a.example/x?a=1&amp;b=2|see &lt;this&gt;>",
         '<a href="https://a.example/x?a=1&amp;b=2">see &lt;this&gt;</a>'),
        ("<mailto:a@b.example|a@b.example>", '<a href="mailto:a@b.example">a@b.example</a>'),
        ("<javascript:alert(1)|x> <img src=x onerror=y>", "x img src=x onerror=y"),
        ("1 &lt; 2 &amp;amp; <b>", "1 &lt; 2 &amp;amp; b"),
        ("`*not* <https://a.example>` :tada: :nothing:", "<code>*not* https://a.example</code> 🎉 :nothing:"),
        ("\ue0000\ue001 x", "0 x"),
    ],
)  # fmt: skip
def test_the_marks_of_slack_become_html(text: str, html: str) -> None:
    found = html_of(text, NAMES).removeprefix("<div>").removesuffix("</div>")
    assert found.removeprefix("Hello ") == html


def test_lines_quotations_and_code_keep_their_places() -> None:
    assert html_of("one\n&gt; said\n&gt;more\ntwo", NAMES) == (
        "<div>one</div><blockquote>said<br>more</blockquote><div>two</div>"
    )
    assert html_of("see ```\n&lt;a&gt; *b*\n```", NAMES) == (
        "<div>see <pre><code>&lt;a&gt; *b*\n</code></pre></div>"
    )


def test_threads_edits_reactions_and_people_come_in(community: Community, bring_talk_in: Import) -> None:
    run = bring_talk_in(zipped(slack(
        slack_message(1, "Who has the *tables*?", reactions=[
            {"name": "+1", "users": ["U2", "U9"], "count": 2}, {"name": "clap::skin-tone-3", "users": ["U2"]},
            {"name": "beers", "users": ["U1"]}, {"name": "bulb", "users": ["U2"]},
        ]),
        slack_message(3, "I do.", by="U2", thread_ts=stamp(1), edited={"user": "U2", "ts": stamp(9)}),
        slack_message(2, "<@U1|ann> has joined", subtype="channel_join"),
        slack_message(4, "Build is *green*", by="", subtype="bot_message", bot_id="B1", username="Builder"),
        slack_message(5, "masked", by="U9"),
        slack_message(6, "lost", thread_ts=stamp(99)),
    )))  # fmt: skip
    assert (run.format, run.total, run.imported_count, run.skipped_count) == ("slack", 6, 5, 1)
    assert spoken(community) == {"general": [
        "1 Ann Ek: Who has the **tables**?", "5 Bo B. <1: I do.", "6 Builder: Build is **green**",
        "7 U9: masked", "8 Ann Ek: lost",
    ]}  # fmt: skip
    room = Room.objects.get(slug="general")
    assert (room.name, room.purpose) == ("general", "Everything & more")
    first, second = Message.objects.filter(room=room).order_by("seq")[:2]
    assert first.reaction_counts == {"thanks": 2, "insight": 1}
    assert second.edited_at == datetime.fromtimestamp(DAY + 9.000009, UTC)
    log = [json.loads(each) for each in replay(room.pk, after=0).payloads]
    assert [(each["seq"], each["kind"]) for each in log[:5]] == [
        (1, "said"), (2, "reacted"), (3, "reacted"), (4, "reacted"), (5, "said"),
    ]  # fmt: skip
    assert log[3]["d"] == {
        "id": first.pk,
        "kind": "insight",
        "counts": {"thanks": 2, "insight": 1},
        "history": True,
    }
    assert [(row["headline"], row["reason"]) for row in run.skipped] == [
        ("1 message", "They only say that somebody came or went."),
        ("1 reaction", "There is no reaction here that says the same: :beers: 1."),
    ]
    assert breaches() == []


def test_files_are_named_and_the_words_that_would_open_them_stay_out(
    community: Community, bring_talk_in: Import
) -> None:
    old = {"title": "Fritz.jpg", "url_private": "https://files.slack.com/F1/fritz.jpg?t=xoxe-SECRET"}
    comment = {"user": "U2", "comment": "Nice."}
    bring_talk_in(zipped(slack(
        slack_message(1, "<@U1|ann> uploaded a file: <https://x.slack.com/f?t=xoxe-SECRET|F>", subtype="file_share",
                      file=old | {"initial_comment": {"comment": "Look."}}),
        slack_message(2, "commented", by="", subtype="file_comment", file=old, comment=comment),
        slack_message(3, "Two", files=[{"name": "a.pdf", "permalink": "https://x.slack.com/a.pdf"}, {"name": "b"}]),
        slack_message(4, "<https://files.slack.com/z?t=xoxe-SECRET>"),
    )))  # fmt: skip
    fritz = "[Fritz.jpg](https://files.slack.com/F1/fritz.jpg)"
    assert spoken(community)["general"] == [
        f"1 Ann Ek: Look.\n\n{fritz}", f"2 Bo B.: Nice.\n\n{fritz}",
        "3 Ann Ek: Two\n\n[a.pdf](https://x.slack.com/a.pdf)\n\nb (a file that the archive does not hold)",
        "4 Ann Ek: <https://files.slack.com/z>",
    ]  # fmt: skip
    assert not Message.objects.filter(html__contains="SECRET").exists()


def test_previews_and_boxes_of_programs_become_quotations(
    community: Community, bring_talk_in: Import
) -> None:
    bring_talk_in(zipped(slack(
        slack_message(1, "See <https://a.example>", attachments=[
            {"title": "A page", "title_link": "https://a.example", "text": "word " * 200, "from_url": "https://a.example"},
        ]),
        slack_message(2, "", by="", bot_id="B1", subtype="bot_message", attachments=[
            {"fallback": "Build 7 failed", "fields": [{"title": "Branch", "value": "main <https://b.example|x>"}]},
        ]) | {"text": ""},
    )))  # fmt: skip
    first, second = spoken(community)["general"]
    assert first.startswith(
        "1 Ann Ek: See <https://a.example>\n\n> [A page](https://a.example)\n>\n> word word"
    )
    assert first.endswith(" …") and len(first) < 620
    assert second == "2 B1: > Build 7 failed\n>\n> **Branch**\n>\n> main [x](https://b.example)"


def test_private_conversations_stay_out(community: Community, bring_talk_in: Import) -> None:
    private = slack_message(1, "secret")
    run = bring_talk_in(zipped(slack(
        slack_message(1, "public"), D1__2020_09_13=[private],
        groups=[{"id": "G1", "name": "board"}], dms=[{"id": "D1"}],
    ) | {"board/2020-09-13.json": [private], "D1/2020-09-13.json": [private]}))  # fmt: skip
    assert spoken(community) == {"general": ["1 Ann Ek: public"]}
    assert run.skipped == [{
        "number": "", "headline": "2 folders",
        "reason": "They are not in the list of public channels. What was said in private stays out.",
    }]  # fmt: skip


def test_what_cannot_be_read_is_reported_and_the_rest_comes_in(
    community: Community, bring_talk_in: Import
) -> None:
    files = slack(slack_message(1), slack_message(1, "again"), "no message", {"type": "message", "user": "U1"},
                  slack_message(2) | {"ts": 9e99}, slack_message(3) | {"user": None}, slack_message(4) | {"text": 7})  # type: ignore[arg-type]  # fmt: skip
    run = bring_talk_in(
        zipped(files | {"general/2020-09-14.json": b"[{", "general/2020-09-15.json": {"a": 1}})
    )
    assert [(row["number"], row["reason"]) for row in run.skipped] == [
        (2, "It is the same as message 1."),
        (3, "It does not say when it was written, or a time that cannot be."),
        (4, "It does not say when it was written, or a time that cannot be."),
        (5, "It does not say when it was written, or a time that cannot be."),
        (6, "It does not say who wrote it."),
        (8, "This file is damaged: it is no JSON."),
        (9, "This file holds no list of messages."),
    ]
    assert (run.total, run.done, run.imported_count) == (9, 9, 2)
    assert spoken(community)["general"] == ["1 Ann Ek: This is 1.", "2 Ann Ek: (This message holds no text.)"]


def test_who_holds_the_address_claims_what_they_said_and_put_on_it(
    community: Community, bring_talk_in: Import
) -> None:
    both: Any = [{"name": "+1", "users": ["U1", "U2"]}]
    bring_talk_in(
        zipped(slack(slack_message(1, "Mine", reactions=both), slack_message(2, "Theirs", by="U2")))
    )
    person = make_person("Dr Ann Ek")
    EmailAddress.objects.create(user=person, email="ann@clinic.example", verified=True)
    (author,) = authors_offered_to(person)
    assert (author.display_name, author.wrote, author.said) == ("Ann Ek", 0, 1)  # type: ignore[attr-defined]
    claim_authorship(person=person, author=author)
    assert spoken(community)["general"] == ["1 Dr Ann Ek: Mine", "4 Bo B.: Theirs"]
    log = [json.loads(each) for each in replay(Room.objects.get(slug="general").pk, after=0).payloads]
    assert (log[0]["by"], log[0]["d"]["author"]["name"], log[1]["by"]) == (person.pk, "Dr Ann Ek", person.pk)
    assert MessageReaction.objects.filter(person=person).count() == 1
    assert bring_talk_in(zipped(slack(slack_message(1, "Mine", reactions=both)))).imported_count == 0
    assert breaches() == []


def test_two_names_of_one_person_count_once_on_a_message(community: Community, bring_talk_in: Import) -> None:
    files = slack(slack_message(1, reactions=[{"name": "+1", "users": ["U1", "U2"]}]))
    files["users.json"] = [
        {"id": key, "name": key, "profile": {"email": f"{key}@clinic.example"}} for key in ("U1", "U2")
    ]
    bring_talk_in(zipped(files))
    person = make_person()
    for author in Person.objects.filter(source_address__endswith="@clinic.example"):
        EmailAddress.objects.create(user=person, email=author.source_address, verified=True)
        claim_authorship(person=person, author=author)
    assert Message.objects.get().reaction_counts == {"thanks": 1}
    assert MessageReaction.objects.count() == 1


def test_who_is_called_the_same_elsewhere_is_somebody_else(
    bring_talk_in: Import, community: Community
) -> None:
    bring_talk_in(zipped(slack(slack_message(1, by="U9"))))
    author = Message.objects.get().author
    assert (author.kind, author.source_address) == (Person.Kind.PLACEHOLDER, f"slack~U9~{community.pk}")
