"""What must hold of topics that look for a home, that were united with others, or that are tied to others."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_HOMES = (
    Promise(
        "I5-waiting-homes",
        "What waits for another home waits at the board where its topic is at home, and what is offered is there.",
        """
        SELECT change.id FROM forum_homechange AS change JOIN forum_topic AS topic ON topic.id = change.topic_id
        WHERE change.state = 'waiting'
            AND (change.home_id <> topic.home_board_id OR (change.awaits = 'board' AND topic.removed_at IS NOT NULL))
        """,
    ),
    Promise(
        "I3-united",
        "A topic that was united with another is gone, and nothing is left in it.",
        """
        SELECT topic.id FROM forum_relocation AS went JOIN forum_topic AS topic ON topic.id = went.topic_id
        WHERE went.kind = 'unite' AND (topic.removed_at IS NULL OR topic.post_count <> 0
            OR EXISTS (SELECT FROM forum_post WHERE topic_id = topic.id)
            OR EXISTS (SELECT FROM forum_heldpost WHERE topic_id = topic.id))
        """,
    ),
    Promise(
        "I4-tied",
        "Pages of a topic that is tied to another, or to a session, ask to which.",
        """
        SELECT row.id FROM forum_askedthere AS row
        JOIN forum_topic AS topic ON topic.id IN (row.source_id, row.asked_id)
        WHERE row.asked_id IS NOT NULL AND NOT topic.is_tied
        UNION ALL
        SELECT row.question_id FROM forum_goingon AS row JOIN forum_topic AS topic ON topic.id = row.topic_id
        WHERE NOT topic.is_tied
        UNION ALL
        SELECT row.gathering_id FROM forum_recap AS row JOIN forum_topic AS topic ON topic.id = row.topic_id
        WHERE NOT topic.is_tied
        """,
    ),
)
