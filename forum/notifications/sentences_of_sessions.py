"""What notices say of live sessions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.core.verdicts import Sentence
from forum.gatherings.models import Joint
from forum.notifications.models import Notice
from forum.notifications.sentences import Titles
from forum.repertoire.models import Quote


@dataclass(frozen=True, slots=True)
class OfSession:
    """A sentence with the `title` of a session, which its reader may see."""

    sentence: Sentence

    def __call__(self, notice: Notice, _titles: Titles) -> str:
        assert notice.gathering is not None
        return str(self.sentence) % {"title": notice.gathering.title}


session_near = OfSession(gettext_lazy("“%(title)s” begins soon"))
session_moved = OfSession(gettext_lazy("“%(title)s” takes place at another hour"))
session_cancelled = OfSession(gettext_lazy("“%(title)s” does not take place; read why"))
place_found = OfSession(gettext_lazy("A place is free: you come to “%(title)s”"))
part_given = OfSession(gettext_lazy("You are named in “%(title)s”, to lead it or to speak"))


@dataclass(frozen=True, slots=True)
class OfTopic:
    """A sentence with the `title` of the topic of a post, which its reader may read."""

    sentence: Sentence

    def __call__(self, notice: Notice, _titles: Titles) -> str:
        assert notice.post is not None
        return str(self.sentence) % {"title": notice.post.topic.title}


goes_on = OfTopic(gettext_lazy("What you asked in a live session goes on: “%(title)s”"))
answered_later = OfTopic(gettext_lazy("A question from a live session that you wanted answered: “%(title)s”"))
recap_stands = OfTopic(gettext_lazy("The recap of a session to which you came: “%(title)s”"))


def quote_asked(_notice: Notice, _titles: Titles) -> str:
    """Neither note nor session is named: their page says what its reader may know."""
    return _("Something that you said in a live session is wanted for a practice note; you decide")


def quote_answered(notice: Notice, _titles: Titles) -> str:
    """What its author says by now; by name where they agreed to be named, and nowhere else."""
    quote = notice.quote
    assert quote is not None and quote.message is not None
    said = {"name": quote.message.author.display_name, "title": quote.note.title}
    if quote.consent == Quote.Consent.NAMED:
        return _("%(name)s agreed to stand in “%(title)s”, with their name") % said
    if quote.consent == Quote.Consent.NAMELESS:
        return _("Somebody agreed to stand in “%(title)s”, without their name") % said
    if quote.was_agreed:
        return _("Somebody took back that their words stand in “%(title)s”") % said
    return _("Somebody does not agree that their words stand in “%(title)s”") % said


def quotes_answered(number: int, title: str) -> str:
    """Several answers about one note."""
    said = ngettext(
        "%(number)d answer about words in “%(title)s”",
        "%(number)d answers about words in “%(title)s”",
        number,
    )
    return said % {"number": number, "title": title}


def part_waits(notice: Notice, _titles: Titles) -> str:
    """A community that one facilitates is asked."""
    assert notice.joint is not None
    names = {"title": notice.joint.gathering.title, "community": notice.joint.community.name}
    return _("%(community)s is asked to take part in “%(title)s”") % names


def part_answered(notice: Notice, _titles: Titles) -> str:
    """What the community said that one asked; which it is knows whoever asked."""
    assert notice.joint is not None
    title = {"title": notice.joint.gathering.title}
    if notice.joint.state == Joint.State.AGREED:
        return _("A community takes part in “%(title)s”") % title
    return _("A community takes no part in “%(title)s”; read why") % title


def question_removed(_notice: Notice, _titles: Titles) -> str:
    """Somebody has removed what one asked; why, and in which session, is said on its page alone."""
    return _("What you asked in a live session was removed; read why")


def question_restored(_notice: Notice, _titles: Titles) -> str:
    """It was brought back."""
    return _("What you asked in a live session was brought back")
