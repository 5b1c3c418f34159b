"""What people do about what should not stand as it does: report it, decide, remove, bring back."""

from __future__ import annotations

from typing import Any

from forum.communities.models import Role
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Post
from forum.moderation.models import Case, Report
from tests.factories import make_member
from tests.rights.acts import doing, reading
from tests.rights.places import Place
from tests.rights.roles import reads_signed_in, tends_board


def _post(place: Place) -> list[Any]:
    return [place.post.pk]


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _case(_place: Place) -> list[Any]:
    return [Case.objects.get().pk]


def _reason(_place: Place) -> dict[str, str]:
    return {"reason": "We sell nothing here."}


def _spam(_place: Place) -> dict[str, str]:
    return {"reason": "spam"}


def _reported(place: Place) -> None:
    case = Case.objects.create(post=place.post)
    Report.objects.create(case=case, reporter=place.facilitator, reason="spam")


def _taken_down(place: Place) -> None:
    other = make_member(place.community, role=Role.MODERATOR)
    post = Post.objects.select_related("topic__home_board__community").get(pk=place.post.pk)
    take_down_post(moderator=other, post=post, reason="We sell nothing here.")


REPORTING = [
    doing("report a post", reads_signed_in, "post-report", _post, _spam),
    doing("remove a post of somebody else", tends_board, "post-remove", _post, _reason),
    doing("bring a post back", tends_board, "post-restore", _post, before=_taken_down),
    reading("see what was reported in the community", tends_board, "community-cases", _community),
    doing("look at what was reported", tends_board, "case-claim", _case, before=_reported),
    doing("let stand what was reported", tends_board, "case-keep", _case, _reason, before=_reported),
    doing("remove what was reported", tends_board, "case-remove", _case, _reason, before=_reported),
    doing(
        "ask those above about it",
        tends_board,
        "case-hand-up",
        _case,
        lambda _place: {"why": "Is it ours?"},
        before=_reported,
    ),
]
