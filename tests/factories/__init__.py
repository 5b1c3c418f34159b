"""People, communities and conversations for tests, made through the same actions as everywhere else."""

from tests.factories.communities import (
    expel,
    lift_all,
    make_community,
    make_member,
    mute,
    suspend,
)
from tests.factories.crossing import Crossing, make_crossing
from tests.factories.discussions import make_board, make_board_moderator, make_reply, make_topic, place_topic
from tests.factories.holding import hold_reply, hold_topic
from tests.factories.jobs import failed_job, queued_job
from tests.factories.people import make_person, make_placeholder, make_steward

__all__ = [
    "Crossing",
    "expel",
    "failed_job",
    "hold_reply",
    "hold_topic",
    "lift_all",
    "make_board",
    "make_board_moderator",
    "make_community",
    "make_crossing",
    "make_member",
    "make_person",
    "make_placeholder",
    "make_reply",
    "make_steward",
    "make_topic",
    "mute",
    "place_topic",
    "queued_job",
    "suspend",
]
