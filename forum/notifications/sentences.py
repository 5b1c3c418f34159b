"""What notices say. Each sentence is put together for who reads it, from what they may be told at that moment."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

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


def _said(notice: Notice, titles: Titles, named: str, unnamed: str) -> str:
    title = title_of(notice, titles)
    return named % {"title": title} if title else unnamed


def mentioned(notice: Notice, titles: Titles) -> str:
    """Somebody has written one's @name."""
    assert notice.post is not None
    names = {"name": notice.post.author.display_name, "title": title_of(notice, titles)}
    return _("%(name)s mentioned you in “%(title)s”") % names


def replied(notice: Notice, titles: Titles) -> str:
    """Somebody has answered a post of one's own."""
    assert notice.post is not None
    names = {"name": notice.post.author.display_name, "title": title_of(notice, titles)}
    return _("%(name)s replied to you in “%(title)s”") % names


def wrote_on(notice: Notice, titles: Titles) -> str:
    """Somebody has written in a topic that one follows."""
    assert notice.post is not None
    names = {"name": notice.post.author.display_name, "title": title_of(notice, titles)}
    return _("%(name)s wrote in “%(title)s”, which you follow") % names


def post_removed(notice: Notice, titles: Titles) -> str:
    """A moderator has removed a post of one's own; why is said on its page alone."""
    return _said(
        notice, titles, _("A moderator removed your post in “%(title)s”; read why"),
        _("A moderator removed a post of yours; read why"),
    )  # fmt: skip


def post_restored(notice: Notice, titles: Titles) -> str:
    """A moderator has brought it back."""
    return _said(
        notice, titles, _("A moderator brought your post in “%(title)s” back"),
        _("A moderator brought a post of yours back"),
    )  # fmt: skip


def words_let_through(notice: Notice, titles: Titles) -> str:
    """What one wrote stands now."""
    return _said(
        notice, titles, _("A moderator let your reply in “%(title)s” through"),
        _("A moderator let what you wrote through"),
    )  # fmt: skip


def words_declined(notice: Notice, titles: Titles) -> str:
    """What one wrote does not stand; why is said on its page."""
    return _said(
        notice, titles, _("A moderator declined your reply in “%(title)s”; read why"),
        _("A moderator declined what you wrote; read why"),
    )  # fmt: skip


def report_decided(notice: Notice, titles: Titles) -> str:
    """What came of what one has reported."""
    assert notice.case is not None
    if notice.case.state == Case.State.REMOVED:
        named, unnamed = _("What you reported in “%(title)s” was removed"), _("What you reported was removed")
    elif notice.case.state == Case.State.KEPT:
        named = _("What you reported in “%(title)s” stays as it is")
        unnamed = _("What you reported stays as it is")
    else:
        named = _("What you reported in “%(title)s” was gone before anybody decided")
        unnamed = _("What you reported was gone before anybody decided")
    return _said(notice, titles, named, unnamed)


def case_waits(notice: Notice, titles: Titles) -> str:
    """Something was reported where one is asked. By whom is not said."""
    assert notice.case is not None
    if notice.case.state == Case.State.OPEN:
        named, unnamed = (
            _("Something in “%(title)s” was reported and waits"),
            _("Something was reported and waits"),
        )
    else:
        named = _("What was reported in “%(title)s” is decided")
        unnamed = _("What was reported is decided")
    return _said(notice, titles, named, unnamed)


def proposal_waits(notice: Notice, titles: Titles) -> str:
    """A topic is to come to a board, or to leave its home for one, and one's word is missing."""
    assert notice.placement is not None
    if notice.placement.state == Placement.State.PENDING:
        named = _("“%(title)s” is to stand on another board and waits for a word of yours")
        unnamed = _("A topic is to come to a board and waits for a word of yours")
    else:
        named = _("“%(title)s” was to stand on another board; that is answered")
        unnamed = _("A topic was to come to a board; that is answered")
    return _said(notice, titles, named, unnamed)


def own_topic_carried(notice: Notice, titles: Titles) -> str:
    """Somebody carries a topic of one's own."""
    assert notice.placement is not None
    if notice.placement.state in {Placement.State.PENDING, Placement.State.LIVE}:
        named = _("Somebody carries your topic “%(title)s” to another board; you may object")
        unnamed = _("Somebody carries a topic of yours to another board; you may object")
    else:
        named = _("Somebody carried your topic “%(title)s” to another board; that has ended")
        unnamed = _("Somebody carried a topic of yours to another board; that has ended")
    return _said(notice, titles, named, unnamed)


def carried_answered(notice: Notice, titles: Titles) -> str:
    """What became of what one has carried."""
    assert notice.placement is not None
    if notice.placement.state == Placement.State.LIVE:
        named = _("“%(title)s” stands on the board to which you carried it")
        unnamed = _("A topic stands on the board to which you carried it")
    elif notice.placement.state == Placement.State.PENDING:
        named = _("“%(title)s”, which you carried, waits for an answer again")
        unnamed = _("A topic that you carried waits for an answer again")
    else:
        named = _("“%(title)s” does not stand on the board to which you carried it; read why")
        unnamed = _("A topic does not stand on the board to which you carried it; read why")
    return _said(notice, titles, named, unnamed)


def home_waits(notice: Notice, titles: Titles) -> str:
    """A topic is to have another home, and one's word is missing."""
    assert notice.home_change is not None
    if notice.home_change.state == Home.WAITING:
        named = _("“%(title)s” looks for another home and waits for a word of yours")
        unnamed = _("A topic looks for another home and waits for a word of yours")
    else:
        named = _("“%(title)s” looked for another home; that is answered")
        unnamed = _("A topic looked for another home; that is answered")
    return _said(notice, titles, named, unnamed)


def home_asked(notice: Notice, titles: Titles) -> str:
    """A topic of one's own is to have another home."""
    assert notice.home_change is not None
    if notice.home_change.state == Home.WAITING:
        named = _("Your topic “%(title)s” is to be at home elsewhere; you may object")
        unnamed = _("A topic of yours is to be at home elsewhere; you may object")
    else:
        named = _("Your topic “%(title)s” was to be at home elsewhere; that is answered")
        unnamed = _("A topic of yours was to be at home elsewhere; that is answered")
    return _said(notice, titles, named, unnamed)


def home_decided(notice: Notice, titles: Titles) -> str:
    """What became of another home."""
    assert notice.home_change is not None
    if notice.home_change.state == Home.ACCEPTED:
        named, unnamed = _("“%(title)s” has another home now"), _("A topic has another home now")
    elif notice.home_change.state == Home.OBJECTED:
        named = _("“%(title)s” stays at home where it is: its author wishes so")
        unnamed = _("A topic stays at home where it is: its author wishes so")
    else:
        named, unnamed = _("“%(title)s” stays at home where it is"), _("A topic stays at home where it is")
    return _said(notice, titles, named, unnamed)


def request_answered(notice: Notice, _titles: Titles) -> str:
    """One's request to join was answered. The community is one of which the reader may know."""
    assert notice.joining is not None
    name = {"community": notice.joining.community.name}
    if notice.joining.state == notice.joining.State.ACCEPTED:
        return _("You belong to %(community)s now") % name
    return _("%(community)s declined your request to join") % name


def made_moderator(notice: Notice, _titles: Titles) -> str:
    """One moderates a community from now on."""
    assert notice.community is not None
    return _("You are a moderator of %(community)s now") % {"community": notice.community.name}


def made_facilitator(notice: Notice, _titles: Titles) -> str:
    """One facilitates a community from now on."""
    assert notice.community is not None
    return _("You are a facilitator of %(community)s now") % {"community": notice.community.name}


def made_board_moderator(notice: Notice, _titles: Titles) -> str:
    """One moderates a board from now on."""
    assert notice.board is not None
    names = {"board": notice.board.name, "community": notice.board.community.name}
    return _("You moderate %(board)s in %(community)s now") % names
