"""What notices say. Each sentence is put together for who reads it, from what they may be told at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import Sentence
from forum.crossposting.models import HomeChange
from forum.discussions.models import Placement, Topic
from forum.moderation.models import Case
from forum.notifications.models import Notice

Titles = Mapping[int, str]  # of topics that the reader may read, by id
Home = HomeChange.State


def topic_of(notice: Notice) -> Topic | None:
    """The topic in which the thing stands; None where there is none."""
    for found in (notice.post, notice.case.post if notice.case else None, notice.held, notice.placement):
        if found is not None:
            return found.topic
    return notice.home_change.topic if notice.home_change is not None else None


def title_of(notice: Notice, titles: Titles) -> str:
    """The title of that topic; "" for who may not read it."""
    topic = topic_of(notice)
    return titles.get(topic.pk, "") if topic is not None else ""


@dataclass(frozen=True, slots=True)
class ByAuthor:
    """What the author of a post has done in a topic, in a sentence with `name` and `title`."""

    sentence: Sentence

    def __call__(self, notice: Notice, titles: Titles) -> str:
        assert notice.post is not None
        names = {"name": notice.post.author.display_name, "title": title_of(notice, titles)}
        return str(self.sentence) % names


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with the `title` of the topic, and the same for who may not read that."""

    named: Sentence
    unnamed: Sentence

    def __call__(self, notice: Notice, titles: Titles) -> str:
        title = title_of(notice, titles)
        return str(self.named) % {"title": title} if title else str(self.unnamed)


@dataclass(frozen=True, slots=True)
class SaidByState:
    """What is said of a `thing` of a notice, by its state at present, and in all others."""

    thing: str
    said: Mapping[str, Said]
    otherwise: Said

    def __call__(self, notice: Notice, titles: Titles) -> str:
        state = getattr(notice, self.thing).state
        return self.said.get(state, self.otherwise)(notice, titles)


mentioned = ByAuthor(_("%(name)s mentioned you in “%(title)s”"))
replied = ByAuthor(_("%(name)s replied to you in “%(title)s”"))
wrote_on = ByAuthor(_("%(name)s wrote in “%(title)s”, which you follow"))

# Why a post was removed, or words were declined, and by whom, is said on their pages alone.
post_removed = Said(
    _("Your post in “%(title)s” was removed; read why"),
    _("A post of yours was removed; read why"),
)
post_restored = Said(_("Your post in “%(title)s” was brought back"), _("A post of yours was brought back"))
words_let_through = Said(
    _("A moderator let your reply in “%(title)s” through"), _("A moderator let what you wrote through")
)
words_declined = Said(
    _("A moderator declined your reply in “%(title)s”; read why"),
    _("A moderator declined what you wrote; read why"),
)

report_decided = SaidByState(
    "case",
    {
        Case.State.REMOVED: Said(
            _("What you reported in “%(title)s” was removed"), _("What you reported was removed")
        ),
        Case.State.KEPT: Said(
            _("What you reported in “%(title)s” stays as it is"), _("What you reported stays as it is")
        ),
    },
    Said(
        _("What you reported in “%(title)s” was gone before anybody decided"),
        _("What you reported was gone before anybody decided"),
    ),
)
# By whom it was reported is not said.
case_waits = SaidByState(
    "case",
    {
        Case.State.OPEN: Said(
            _("Something in “%(title)s” was reported and waits"), _("Something was reported and waits")
        )
    },
    Said(_("What was reported in “%(title)s” is decided"), _("What was reported is decided")),
)

proposal_waits = SaidByState(
    "placement",
    {
        Placement.State.PENDING: Said(
            _("“%(title)s” is to stand on another board and waits for a word of yours"),
            _("A topic is to come to a board and waits for a word of yours"),
        )
    },
    Said(
        _("“%(title)s” was to stand on another board; that is answered"),
        _("A topic was to come to a board; that is answered"),
    ),
)
_carried = Said(
    _("Somebody carries your topic “%(title)s” to another board; you may object"),
    _("Somebody carries a topic of yours to another board; you may object"),
)
own_topic_carried = SaidByState(
    "placement",
    {Placement.State.PENDING: _carried, Placement.State.LIVE: _carried},
    Said(
        _("Somebody carried your topic “%(title)s” to another board; that has ended"),
        _("Somebody carried a topic of yours to another board; that has ended"),
    ),
)
carried_answered = SaidByState(
    "placement",
    {
        Placement.State.LIVE: Said(
            _("“%(title)s” stands on the board to which you carried it"),
            _("A topic stands on the board to which you carried it"),
        ),
        Placement.State.PENDING: Said(
            _("“%(title)s”, which you carried, waits for an answer again"),
            _("A topic that you carried waits for an answer again"),
        ),
    },
    Said(
        _("“%(title)s” does not stand on the board to which you carried it; read why"),
        _("A topic does not stand on the board to which you carried it; read why"),
    ),
)

home_waits = SaidByState(
    "home_change",
    {
        Home.WAITING: Said(
            _("“%(title)s” looks for another home and waits for a word of yours"),
            _("A topic looks for another home and waits for a word of yours"),
        )
    },
    Said(
        _("“%(title)s” looked for another home; that is answered"),
        _("A topic looked for another home; that is answered"),
    ),
)
home_asked = SaidByState(
    "home_change",
    {
        Home.WAITING: Said(
            _("Your topic “%(title)s” is to be at home elsewhere; you may object"),
            _("A topic of yours is to be at home elsewhere; you may object"),
        )
    },
    Said(
        _("Your topic “%(title)s” was to be at home elsewhere; that is answered"),
        _("A topic of yours was to be at home elsewhere; that is answered"),
    ),
)
home_decided = SaidByState(
    "home_change",
    {
        Home.ACCEPTED: Said(_("“%(title)s” has another home now"), _("A topic has another home now")),
        Home.OBJECTED: Said(
            _("“%(title)s” stays at home where it is: its author wishes so"),
            _("A topic stays at home where it is: its author wishes so"),
        ),
    },
    Said(_("“%(title)s” stays at home where it is"), _("A topic stays at home where it is")),
)


def request_answered(notice: Notice, _titles: Titles) -> str:
    """One's request to join was answered. The community is one of which the reader may know."""
    assert notice.joining is not None
    name = {"community": notice.joining.community.name}
    if notice.joining.state == notice.joining.State.ACCEPTED:
        return _("You belong to %(community)s now") % name
    return _("%(community)s declined your request to join") % name


@dataclass(frozen=True, slots=True)
class OfCommunity:
    """What one is from now on in a `community`."""

    sentence: Sentence

    def __call__(self, notice: Notice, _titles: Titles) -> str:
        assert notice.community is not None
        return str(self.sentence) % {"community": notice.community.name}


made_moderator = OfCommunity(_("You are a moderator of %(community)s now"))
made_facilitator = OfCommunity(_("You are a facilitator of %(community)s now"))


def made_board_moderator(notice: Notice, _titles: Titles) -> str:
    """One moderates a board from now on."""
    assert notice.board is not None
    names = {"board": notice.board.name, "community": notice.board.community.name}
    return _("You moderate %(board)s in %(community)s now") % names
