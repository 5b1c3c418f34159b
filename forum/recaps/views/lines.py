"""What pages below say of what remains of live sessions: the session's own, and those of the topics."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from forum.core.markup import safe
from forum.crossposting.views.asking import ties_html
from forum.discussions.models import Topic
from forum.gatherings.models import Gathering
from forum.gatherings.policies.gatherings import may_see_gathering
from forum.gatherings.selectors.gatherings import with_all
from forum.people.actors import Actor
from forum.recaps.policies.recaps import OVER, may_sum_up
from forum.recaps.selectors.going_on import asked_live_in, going_on_in, questions_to_go_on
from forum.recaps.selectors.recaps import session_summed_up_in, signed_recap_of


def remains_html(request: HttpRequest, gathering: Gathering) -> str:
    """On the page of a session that is over: its recap, questions that go on, and what its hosts can do; "" before."""
    if gathering.state not in OVER:
        return ""
    actor = request.user
    can_sum_up = bool(may_sum_up(actor, gathering))
    context = {
        "gathering": gathering,
        "recap": signed_recap_of(actor, gathering),
        "going_on": going_on_in(actor, gathering),
        "can_sum_up": can_sum_up,
        "can_go_on": can_sum_up and bool(questions_to_go_on(gathering)),
    }
    return safe(render_to_string("recaps/remains.html", context).strip())


def all_ties_html(actor: Actor, topic: Topic) -> str:
    """The lines on a topic's page that lead to what it is tied to: other topics, and sessions; "" for none."""
    asked = [each for each in asked_live_in(topic) if _may_see(actor, each.question.gathering_id)]
    session = session_summed_up_in(topic)
    if session is not None and not _may_see(actor, session.pk):
        session = None
    context = {"asked": asked, "session": session}
    of_sessions = render_to_string("recaps/ties.html", context).strip() if asked or session else ""
    return safe(ties_html(actor, topic) + of_sessions)


def _may_see(actor: Actor, gathering_id: int) -> bool:
    found = with_all(Gathering.objects.all()).get(pk=gathering_id)
    return bool(may_see_gathering(actor, found))
