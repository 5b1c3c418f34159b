"""The foot of a post: the acts at hand. The others are a touch away (acts.py), not repeated under each post."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string

from forum.discussions.models import Post, Reaction, Topic
from forum.discussions.policies.topics import may_react, may_reply
from forum.discussions.selectors.marks import own_reactions
from forum.people.actors import Actor, is_person
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class Powers:
    """What a reader may do with every post of a topic; part of the key under which a page is kept.

    `query` is how an address says by which board they came ("in=7"), where they may reply: so they do through that one.
    """

    signed_in: bool = False
    reply: bool = False
    react: bool = False
    query: str = ""


def powers_in(actor: Actor, topic: Topic) -> Powers:
    """What the actor may do with every post of the topic."""
    if not is_person(actor):
        return Powers()
    return Powers(signed_in=True, reply=bool(may_reply(actor, topic)), react=bool(may_react(actor, topic)))


def foot_html(
    post_id: int, number: int, counts: Mapping[str, int], powers: Powers, own: Collection[str] = ()
) -> str:
    """What stands under a post that has these counts of reactions, where `own` are the reader's."""
    if not powers.signed_in and not counts:
        return ""
    context = {
        "pk": post_id,
        "number": number,
        "reactions": [
            {"key": kind, "label": label, "count": counts.get(kind, 0), "is_own": kind in own}
            for kind, label in Reaction.Kind.choices
            if is_at_hand(kind, counts)
        ],
        "can": powers,
    }
    return render_to_string("components/post_foot.html", context)


def is_at_hand(kind: str, counts: Mapping[str, int]) -> bool:
    """Whether the foot of a post with these counts shows a reaction: the first kind, and those that somebody used."""
    return kind == Reaction.Kind.values[0] or counts.get(kind, 0) > 0


def own_foot(person: Person, post: Post) -> str:
    """The foot of one post, with its present counts, as the person sees it."""
    own = own_reactions(person, [post.pk]).get(post.pk, set())
    return foot_html(post.pk, post.number, post.reaction_counts, powers_in(person, post.topic), own)
