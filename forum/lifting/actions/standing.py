"""What becomes of words that stand in a post: taken out by their author, renamed, gone with the post."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Refused
from forum.discussions.actions.below import lay_out_anew
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.files import drop_files
from forum.discussions.actions.whole_topics import locked_even_if_removed
from forum.discussions.models import Attachment, Post
from forum.lifting.actions.publishing import files_named_in
from forum.lifting.events import WordsTakenOut
from forum.lifting.models import Lift, LiftedMessage
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account

_State = LiftedMessage.State


@transaction.atomic
def take_own_words_out(*, author: Person, lift: Lift) -> None:
    """Take all words of one's own out of the post, whatever has become of its topic's rights. Twice is once.

    Raises Refused where they stand nowhere, or TooMany.
    """
    post = _locked_post(lift)
    lock_account(author)
    spend(TENDING, author.pk)
    if not _take_out(author.pk, lift, post):
        raise Refused(_("Nothing of what you said stands there any more."))


def _take_out(author_id: int, lift: Lift, post: Post) -> int:
    """Blank the rows of an author in a post whose topic is held, and render it anew. Returns how many there were."""
    list(Lift.objects.select_for_update().filter(pk=lift.pk).values_list("pk"))
    rows = list(LiftedMessage.objects.filter(lift=lift, author=author_id, state=_State.STANDS))
    if not rows:
        return 0
    files = [key for row in rows for key in files_named_in(row.html)]
    drop_files(Attachment.objects.filter(pk__in=files, post=post, owner=author_id))
    LiftedMessage.objects.filter(pk__in=[row.pk for row in rows]).update(state=_State.TAKEN_OUT, html="")
    lay_out_anew(post)
    listing_changed(post.topic)
    publish(WordsTakenOut(lift_id=lift.pk, post_id=post.pk, person_id=author_id))
    return len(rows)


def _locked_post(lift: Lift) -> Post:
    """The post of a lift, its topic held as by whoever edits there. Raises Refused where it is gone.

    A removed topic may come back with all that was said in it, so whoever leaves it leaves that one as well.
    """
    of_lift = Lift.objects.filter(pk=lift.pk).values("post")
    post = Post.objects.select_related("topic__home_board").filter(pk__in=of_lift, removed_at=None).first()
    if post is None:
        raise Refused(_("The post is gone, and what you said with it."))
    try:
        topic = locked_even_if_removed(post.topic)
    except Refused:
        raise Refused(_("The post is gone, and what you said with it.")) from None
    fresh = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if fresh.removed_at is not None:
        raise Refused(_("The post is gone, and what you said with it."))
    fresh.topic = topic
    return fresh


@transaction.atomic
def take_out_some_words(*, person: Person) -> int:
    """Take the person's words out of one post. Returns how many; 0 when none is left. Part of leaving."""
    rows = LiftedMessage.objects.filter(author=person, state=_State.STANDS).order_by("lift")
    for row in rows.select_related("lift"):
        try:
            return _take_out(person.pk, row.lift, _locked_post(row.lift))
        except Refused:  # it went with its post meanwhile
            continue
    return 0


def forget_words_of(*, post_id: int) -> None:
    """With a removed post the words in it go. Part of the action that removes it."""
    rows = LiftedMessage.objects.filter(lift__post=post_id, state=_State.STANDS)
    rows.update(state=_State.LEFT_OUT, html="")


@transaction.atomic
def renew_name_in_lifts(*, person_id: int) -> None:
    """Let posts name the person as they are called now. Part of an action that has asked who may do so."""
    lifts = LiftedMessage.objects.filter(author=person_id, state=_State.STANDS).values("lift")
    for lift in Lift.objects.filter(pk__in=lifts).order_by("post__topic", "pk"):
        try:
            lay_out_anew(_locked_post(lift))
        except Refused:  # gone meanwhile
            continue


@transaction.atomic
def hand_over_lifted(*, from_id: int, to_id: int) -> None:
    """Let what one name said stand under another's. Part of an action that has asked who may do so."""
    LiftedMessage.objects.filter(author=from_id).update(author=to_id)
    renew_name_in_lifts(person_id=to_id)


def answer_in_united_topic(*, topic_id: int, into_id: int) -> None:
    """What is to answer a topic that was united with another will answer that one. Part of the action that unites."""
    Lift.objects.filter(topic=topic_id, state=Lift.State.ASKING).update(topic=into_id)
