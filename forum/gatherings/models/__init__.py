"""The rows of live sessions, by noun."""

from forum.gatherings.models.calendars import CalendarKey
from forum.gatherings.models.coming import Coming
from forum.gatherings.models.gatherings import Gathering, Host, Joint
from forum.gatherings.models.hands import Hand
from forum.gatherings.models.materials import Material
from forum.gatherings.models.polls import Poll, PollVote
from forum.gatherings.models.questions import Question, QuestionVote
from forum.gatherings.models.removals import QuestionRemoval
from forum.gatherings.models.series import Series
from forum.gatherings.models.stage import Stage

__all__ = [
    "CalendarKey",
    "Coming",
    "Gathering",
    "Hand",
    "Host",
    "Joint",
    "Material",
    "Poll",
    "PollVote",
    "Question",
    "QuestionRemoval",
    "QuestionVote",
    "Series",
    "Stage",
]
