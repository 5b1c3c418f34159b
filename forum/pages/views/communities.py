"""The page of a community."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forum.chat.views.lists import room_rows_html
from forum.communities.models import Community, JoiningRequest, Membership, Role
from forum.communities.policies.communities import may_read_community, may_shape_community
from forum.communities.policies.joining import may_ask_to_join
from forum.communities.policies.members import may_join, may_leave
from forum.communities.policies.participation import may_see_participation
from forum.communities.policies.shaping import may_moderate_something
from forum.communities.policies.standing import may_speak
from forum.communities.selectors.joining import how_many_wait, requests_of
from forum.communities.selectors.members import facilitators_of
from forum.communities.selectors.partners import partners_of
from forum.communities.selectors.standing import memberships_of, role_in
from forum.communities.views.places import known_community
from forum.communities.views.welcome import welcome_of
from forum.core.conditional import entity_tag, shared_page
from forum.core.kept import kept
from forum.core.markup import safe
from forum.core.pieces import Marks, own_parts, shell
from forum.discussions.models import Board, Placement
from forum.discussions.selectors.boards import boards_of
from forum.discussions.selectors.listings import last_topics, newest_topics, pinned_topics
from forum.discussions.selectors.reading import new_since_on_boards
from forum.discussions.selectors.streams import boards_with_versions
from forum.discussions.views.waiting import waiting_in_community
from forum.gatherings.views.near import near_in_html
from forum.moderation.policies.log import may_read_public_log
from forum.pages.board_rows import board_rows, unread_on
from forum.pages.cards import joining_label
from forum.pages.first_steps import first_steps_html
from forum.pages.listing import rows_for
from forum.pages.ring import ring_picture
from forum.people.actors import Actor, is_person
from forum.people.models import Person

NEW_FOR = timedelta(days=30)
KEPT_SECONDS = 600


@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A community's boards and what moves on them; for those who may not read it, how one joins."""
    shown = known_community(request.user, slug)
    standing, facilitators = _standing_in(request.user, shown), facilitators_of(shown)
    context = standing | {
        "community": shown,
        "facilitators": facilitators,
        "joining_label": joining_label(shown),
        "welcome": welcome_of(shown),
        "partners": partners_of(request.user, shown),
    }
    if not may_read_community(request.user, shown):
        return render(request, "communities/closed.html", context)
    boards = boards_of(shown, request.user)
    context["archived_count"] = sum(board.archived_at is not None for board in boards)
    standing["waiting"] = waiting_in_community(request.user, shown, boards)
    standing |= {"ring": ring_picture(shown), "may_see_who": bool(may_see_participation(request.user, shown))}
    context["sessions"] = near_in_html(request.user, shown, timezone.now())
    key = entity_tag(
        "community", _said_of(shown, facilitators), _beside(context["partners"]), _state_of(boards),
        context["sessions"] if not is_person(request.user) else bool(context["sessions"]), sorted(standing.items()),
        get_language(), request.scheme, request.get_host(),
    )  # fmt: skip
    if is_person(request.user):
        return _page_for_person(request, request.user, boards, context | standing, key)
    return _page_for_visitors(request, boards, context | standing, key)


def _standing_in(actor: Actor, shown: Community) -> dict[str, Any]:
    """What the actor is here, and the ways in and out, each with its reason where it is closed; plain values."""
    membership = memberships_of(actor).get(shown.pk)
    join = may_join(actor, shown)
    facts: dict[str, Any] = {
        "role": membership.role if membership else 0,
        "is_member": role_in(actor, shown.pk) >= Role.MEMBER,
        "is_newcomer": _is_newcomer(membership),
        "can_manage": bool(may_moderate_something(actor, shown)),
        "may_read_log": bool(may_read_public_log(actor, shown)),
        "can_shape": bool(may_shape_community(actor, shown)),
        "can_join": join.allowed,
        "no_join": str(join.reason),
        "asking": how_many_wait(shown) if may_shape_community(actor, shown) else 0,
    }
    if shown.joining == Community.Joining.REQUEST and facts["is_newcomer"]:
        facts |= _asking_in(actor, shown) if membership is None else _accepted_in(actor, shown)
    if membership is not None:
        leave, speak = may_leave(actor, shown), may_speak(actor, shown)
        facts |= {
            "can_leave": leave.allowed,
            "no_leave": str(leave.reason),
            "standing_sentence": str(speak.reason),
        }
    return facts


def _asking_in(actor: Actor, shown: Community) -> dict[str, Any]:
    """How a request of the actor's stands, or whether they may ask; a visitor may once they have signed in."""
    may, latest = may_ask_to_join(actor, shown), requests_of(actor).get(shown.pk)
    facts: dict[str, Any] = {
        "can_ask": may.allowed or (not is_person(actor) and shown.archived_at is None),
        "asked_at": None,
        "declined": "",
    }
    if latest is None or shown.archived_at is not None:
        return facts
    if latest.state == JoiningRequest.State.WAITING:
        facts["asked_at"] = latest.created_at
    elif latest.state == JoiningRequest.State.DECLINED:
        facts["declined"] = latest.reason
        if not may:
            facts["no_join"] = str(may.reason)
    return facts


def _accepted_in(actor: Actor, shown: Community) -> dict[str, Any]:
    """What a facilitator said when they let the actor in."""
    latest = requests_of(actor).get(shown.pk)
    was_accepted = latest is not None and latest.state == JoiningRequest.State.ACCEPTED
    return {"accepted": latest.reason if latest is not None and was_accepted else ""}


def _is_newcomer(membership: Membership | None) -> bool:
    """True for visitors, guests, and members of less than a month."""
    if membership is None or membership.role <= Role.GUEST:
        return True
    return membership.joined_at > timezone.now() - NEW_FOR


def _page_for_visitors(
    request: HttpRequest, boards: Sequence[Board], context: dict[str, Any], key: str
) -> HttpResponseBase:
    """The page as every visitor gets it; nothing on it is new to them."""

    def made() -> HttpResponse:
        topics, last = _lists(boards)
        rows = rows_for(request.user, topics, names=False)
        lists = {"boards": board_rows(boards, last, defaultdict(str)), "topics": safe("".join(rows))}
        return render(request, "communities/community.html", context | lists)

    return shared_page(request, key, made, seconds=KEPT_SECONDS)


def _page_for_person(
    request: HttpRequest,
    person: Person,
    boards: Sequence[Board],
    context: dict[str, Any],
    key: str,
) -> HttpResponse:
    """The page with what the person has not seen laid into it."""
    shown: Community = context["community"]
    lists = f"community-lists:{entity_tag(shown.slug, shown.name, shown.hue, _state_of(boards))}"
    topics, last = kept(lists, KEPT_SECONDS, lambda: _lists(boards))
    rows = rows_for(person, topics, since=new_since_on_boards(person, shown), names=False)
    own = own_parts(request, shown.slug) | unread_on(boards, request.rail.boards)  # type: ignore[attr-defined]
    own["topics"] = "".join(rows)
    own["sessions"] = context["sessions"]
    own["rooms"] = room_rows_html(person, shown)
    own["first_steps"] = first_steps_html(person, shown, boards, topics)

    def write(mark: Marks) -> dict[str, Any]:
        return context | {
            "boards": board_rows(boards, last, mark),
            "streams": boards_with_versions(board for board in boards if board.archived_at is None),
            "topics": mark["topics"] if topics else "",
            "rooms": mark["rooms"],
            "sessions": mark["sessions"] if own["sessions"] else "",
            "first_steps": mark["first_steps"] if own["first_steps"] else "",
        }

    key = entity_tag(key, bool(own["first_steps"]))
    same = kept(f"shell:{key}", KEPT_SECONDS, lambda: shell(request, "communities/community.html", write))
    return HttpResponse(same.filled(own))


def _said_of(shown: Community, facilitators: Sequence[Membership]) -> list[object]:
    """All that the page may say of the community itself: any of its columns, and who is named beside it."""
    people = [_named(row.person) for row in facilitators]
    return [people, *(getattr(shown, field.attname) for field in shown._meta.concrete_fields)]


def _named(person: Person) -> tuple[object, ...]:
    """All that components/person_chip.html says of a person."""
    return (person.pk, person.handle, person.display_name, person.affiliation, person.avatar.name)


def _beside(partners: Sequence[Community]) -> list[tuple[object, ...]]:
    """All that the page says of the partners that its reader may know of."""
    return [(row.pk, row.name, row.slug, row.hue, row.domain) for row in partners]


def _state_of(boards: Sequence[Board]) -> list[tuple[Any, ...]]:
    """What the lists of these boards depend on; a board's version grows with whatever happens on it."""
    return [
        (board.pk, board.version, board.name, board.slug, board.description, board.kind, board.archived_at)
        for board in boards
    ]


def _lists(boards: Sequence[Board]) -> tuple[list[Placement], dict[int, Placement]]:
    """Pinned topics and then those that moved last, and the last one of each board."""
    in_use = [board for board in boards if board.archived_at is None]
    pinned, newest = pinned_topics(in_use), newest_topics(in_use)
    first = {placement.topic_id for placement in pinned}
    topics = pinned + [placement for placement in newest if placement.topic_id not in first]
    return topics, last_topics(boards)
