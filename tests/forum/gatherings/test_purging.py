"""What live sessions hold no longer once it is purged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.communities.models import Change, Role
from forum.core.passages import Passages
from forum.gatherings.actions.purging import clean_words_of_sessions
from forum.gatherings.models import Host, Joint, Material
from tests.factories import make_community, make_member
from tests.forum.gatherings.meeting import again, meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
WORDS = "the baker of the lower village who fell from his own roof"


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
        *Change.objects.values_list("about", flat=True),
    ]
    assert not any("baker" in words for words in held), held
    assert "Who writes it up" in str(after.agenda) and after.title.startswith("A case: [removed")
    assert (cleaned["quotes"], after.revision, again(other).revision) == (5, 1, 0)
