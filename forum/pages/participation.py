"""Puts the people of a community together with what they did there, in groups that are sorted by name alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.urls import reverse

from forum.communities.models import Membership
from forum.discussions.selectors.participation import FirstPost, Part, TakingPart
from forum.people.models import Person

NEW_FOR = timedelta(days=60)
SHOWN_IN_A_GROUP = 48
NEWCOMERS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who belongs here, and how they take part."""

    person: Person
    membership: Membership
    taking_part: TakingPart
    is_muted: bool
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Those who stand at one distance: how many in all, some of them by name, and whom the next ones come behind."""

    part: str
    count: int
    people: Sequence[Participant]
    more: int = 0
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """One of the first posts of somebody, where it is, whether it was answered, and how many such there are."""

    title: str
    url: str
    created_at: datetime
    is_opening: bool
    is_introduction: bool
    was_answered: bool
    times: int = 1


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody on their way in, with the first things they said."""

    participant: Participant
    posts: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Those who came last, by name, and how many more there are."""

    shown: Sequence[Participant]
    unshown: int

    @property
    def ids(self) -> list[int]:
        """Whose posts are to be asked for."""
        return [each.person.pk for each in self.shown]

    def with_posts(self, posts: Mapping[int, Sequence[FirstPost]]) -> list[Newcomer]:
        """Each with what they said first."""
        return [Newcomer(each, _all_said(posts.get(each.person.pk, []))) for each in self.shown]


def taken_together(
    members: Iterable[Membership], acts: Mapping[int, TakingPart], now: datetime
) -> list[Participant]:
    """The members, in the order they come in, with what they did."""
    return [
        Participant(
            person=row.person,
            membership=row,
            taking_part=acts.get(row.person_id, TakingPart()),
            is_muted=row.is_muted(now),
            is_suspended=row.is_suspended(now),
        )
        for row in members
    ]


def groups_of(people: Sequence[Participant], *, asked: str, after: int) -> list[Group]:
    """The three groups from the middle outwards; the one that is `asked` for begins behind the person `after`."""
    return [
        _group(
            part,
            [each for each in people if each.taking_part.part == part],
            after if asked == part.value else 0,
        )
        for part in Part
    ]


def quiet_among(people: Iterable[Participant], now: datetime) -> list[Participant]:
    """Those who took part until a while ago and have done nothing since."""
    return [each for each in people if each.taking_part.went_quiet(now)]


def newcomers_among(people: Iterable[Participant], now: datetime) -> Newcomers:
    """Those who joined, or did something for the first time, within `NEW_FOR`."""
    found = [each for each in people if _came(each) > now - NEW_FOR]
    last = {each.person.pk for each in sorted(found, key=_came, reverse=True)[:NEWCOMERS_SHOWN]}
    return Newcomers([each for each in found if each.person.pk in last], len(found) - len(last))


def _came(each: Participant) -> datetime:
    """When they came in: the later of joining and their first act."""
    joined, first = each.membership.joined_at, each.taking_part.first_at
    return max(joined, first) if first is not None else joined


def _group(part: Part, people: Sequence[Participant], after: int) -> Group:
    start = next((at + 1 for at, each in enumerate(people) if each.person.pk == after), 0)
    shown = people[start : start + SHOWN_IN_A_GROUP]
    has_more = start + SHOWN_IN_A_GROUP < len(people)
    more = shown[-1].person.pk if has_more else 0
    return Group(part.value, len(people), shown, more, is_first=start == 0)


def _all_said(posts: Sequence[FirstPost]) -> list[Said]:
    """A line for each topic that they opened, and one for all that they answered in a topic: two would read alike."""
    lines: dict[tuple[int, bool], Said] = {}
    for post in posts:
        key = (post.topic_id, post.number == 1)
        lines[key] = _once_more(lines[key], post) if key in lines else _said(post)
    return list(lines.values())


def _once_more(said: Said, post: FirstPost) -> Said:
    return replace(said, times=said.times + 1, was_answered=said.was_answered or post.was_answered)


def _said(post: FirstPost) -> Said:
    url = reverse("post", args=[post.topic_id, post.slug, post.number]) + f"#post-{post.number}"
    return Said(post.title, url, post.created_at, post.number == 1, post.is_introduction, post.was_answered)
