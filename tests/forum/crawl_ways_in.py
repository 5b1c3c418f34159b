"""Who asks to join each community of the crawl and who was invited, and how their addresses are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forum.communities.actions.invitations import invite_by_link, revoke_invitation
from forum.communities.actions.joining import ask_to_join, decline_request
from forum.communities.forms.joining import AskingForm
from forum.communities.models import Community, Invitation, InvitationBatch, JoiningRequest
from forum.people.models import Person
from tests.factories import make_person

# In each community: requests to join, a list of people who were invited, and who waits to be let in.
SEEN_BY_FACILITATORS = ("answer", "answered", "batch", "asking")
Arguments, Form = dict[str, Any], dict[str, Any]


@dataclass
class WaysIn:
    """A request that waits and one that was declined, a list that was invited, and a link."""

    waiting: JoiningRequest
    declined: JoiningRequest
    batch: InvitationBatch
    invitation: Invitation


def make_ways_in(community: Community, facilitator: Person, marks: dict[str, str]) -> WaysIn:
    """Who asked, who was invited; whoever holds the link of a hidden community was told that it is taken back."""
    was = community.joining, community.visibility
    _set(community, "request", "network")
    people = [make_person(marks["asking"]), make_person()]
    asked = [
        ask_to_join(person=person, community=community, answers=[marks[kind]])
        for person, kind in zip(people, ("answer", "answered"), strict=True)
    ]
    _set(community, *was)
    declined = decline_request(facilitator=facilitator, request=asked[1], reason="Not yet.")
    batch = InvitationBatch.objects.create(
        community=community,
        name=marks["batch"],
        invited_by=facilitator,
        report=[{"line": 1, "email": "a@b.example", "name": "", "outcome": "invited", "note": ""}],
    )
    invitation = invite_by_link(inviter=facilitator, community=community, most_uses=500)
    if community.visibility == Community.Visibility.HIDDEN:
        revoke_invitation(facilitator=facilitator, invitation=invitation)
    return WaysIn(asked[0], declined, batch, invitation)


def _set(community: Community, joining: str, visibility: str) -> None:
    community.joining, community.visibility = joining, visibility
    community.save(update_fields=["joining", "visibility"])


def ways_in_asked(name: str, ways: WaysIn) -> Iterator[tuple[Arguments, Form]]:
    """The arguments of an address in one community, and what a form there would send."""
    community = ways.waiting.community
    here: Arguments = {"slug": community.slug}
    if name == "community-ask":
        yield here, {"seen": AskingForm(community=community)["seen"].value(), "answer_0": "Yes."}
    elif name == "community-request":
        for each in (ways.waiting, ways.declined):
            yield here | {"request_id": each.pk}, {"answer": "accept", "role": "20", "reason": "Welcome."}
    elif name == "community-invitations":
        yield here, {"email": "new@example.org", "role": "20", "days": "30"}
    elif name == "invite-list":
        yield here, {"step": "check", "text": "new@example.org", "role": "20", "days": "30"}
    elif name.startswith("invitation-batch"):
        yield here | {"batch_id": ways.batch.pk}, {}
    elif name in {"invitation-revoke", "invitation-mail"}:
        yield here | {"invitation_id": ways.invitation.pk}, {}
    elif name == "invitation":
        yield {"token": ways.invitation.token}, {}
        yield {"token": "no-such-token"}, {}
    else:
        yield here, {}


ADDRESSES = (
    *("community-ask", "community-ask-withdraw", "community-requests", "community-request"),
    *("community-invitations", "invite-list", "invitation-batch", "invitation-batch-report"),
    *("invitation-revoke", "invitation-mail", "invitation"),
)
