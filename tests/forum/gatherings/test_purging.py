"""What live sessions hold no longer once it is purged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.communities.models import Role, WhyPurged
from forum.core.passages import Passages
from forum.discussions.models import Post
from forum.gatherings.actions.joint import ask_to_take_part, decline_to_take_part
from forum.gatherings.actions.purging import clean_words_of_sessions
from forum.gatherings.actions.scheduling import cancel_gathering
from forum.gatherings.models import Gathering, Host, Joint, Material
from forum.moderation.actions.purging import purge_post
from tests.factories import make_board, make_community, make_member, make_reply, make_topic
from tests.forum.gatherings.meeting import again, meeting
from tests.forum.moderation.searching import places_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
WORDS = "the baker of the lower village who fell from his own roof"
NAME = "Zwetschgenknoedel"
SAID = f"Frau {NAME} from the small village fell twice in our ward last week, and nobody saw it."
SESSIONS = {
    "gathering.title", "gathering.slug", "gathering.source", "gathering.html", "gathering.agenda",
    "gathering.cancelled_why", "material.title", "material.citation", "joint.note", "joint.reason",
}  # fmt: skip


def test_a_session_holds_what_was_purged_nowhere_and_calendars_take_it_over() -> None:
    community = make_community()
    host = make_member(community, role=Role.FACILITATOR)
    made = meeting(
        host, community, title=f"A case: {WORDS}", source=f"On *{WORDS}*.",
        agenda=[{"minutes": 5, "words": WORDS}, {"minutes": 0, "words": "Who writes it up"}],
    )  # fmt: skip
    other = meeting(host, community)
    link = f"https://example.org/{WORDS.replace(' ', '-')}"
    Material.objects.create(gathering=made, title=WORDS, citation=WORDS, url=link)
    Host.objects.create(gathering=made, name=WORDS, part="speaker")
    Joint.objects.create(gathering=made, community=make_community(), note=WORDS, reason=WORDS)
    cleaned = clean_words_of_sessions(Passages([(WORDS, timezone.now() - timedelta(days=1))]))
    after = again(made)
    (material,), (joint,) = after.materials.all(), after.joint.all()
    held = [
        *(after.title, after.slug, after.source, after.html, str(after.agenda)),
        *(material.title, material.citation, material.url, joint.note, joint.reason),
        *after.hosts.values_list("name", flat=True),
    ]
    assert not any("baker" in words for words in held), held
    assert "Who writes it up" in str(after.agenda) and after.title.startswith("A case: [removed")
    assert (cleaned["quotes"], after.revision, again(other).revision) == (4, 1, 0)


def test_what_was_purged_stands_in_no_session_and_what_was_said_before_it_stays() -> None:
    community, other = (make_community(guard="off") for _ in range(2))
    facilitator = make_member(community, role=Role.FACILITATOR)
    before = meeting(facilitator, community, source=SAID)
    post = make_reply(make_topic(make_board(community)), body=SAID)
    repeated = {"title": SAID, "source": SAID, "agenda": [{"minutes": 5, "words": SAID}]}
    held = meeting(facilitator, community, **repeated)
    Material.objects.create(gathering=held, title=SAID, citation=SAID, url="https://example.org/x")
    part = ask_to_take_part(host=facilitator, gathering=held, community=other, note=SAID)
    decline_to_take_part(facilitator=other.memberships.get().person, joint=part, reason=SAID)
    cancel_gathering(host=facilitator, gathering=again(held), why=SAID)
    assert places_of(NAME) >= SESSIONS
    assert purge_post(purger=facilitator, post=Post.objects.get(pk=post.pk), why=WhyPurged.PATIENT)
    assert {place for place in places_of(NAME) if "gathering" in place} == {
        "gathering.source",
        "gathering.html",
    }
    assert Gathering.objects.filter(source__contains=NAME).get() == before
    assert not Joint.objects.filter(note__contains=NAME).exists()
    left = again(held)
    assert (left.state, [part["minutes"] for part in left.agenda]) == (Gathering.State.CANCELLED, [5])
    assert left.revision > held.revision + 1  # calendars take in what is left
    assert NAME not in f"{left.title}{left.slug}{left.source}{left.html}{left.agenda}{left.cancelled_why}"
