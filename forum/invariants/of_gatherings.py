"""What must hold of live sessions and of those who come."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_GATHERINGS = (
    Promise(
        "I4-places",
        "Nobody waits for a place at a session to come while one is free.",
        """
        SELECT gathering.id, gathering.capacity FROM forum_gathering AS gathering
        JOIN forum_coming AS coming ON coming.gathering_id = gathering.id
        WHERE gathering.state IN ('scheduled', 'live') GROUP BY gathering.id
        HAVING bool_or(coming.state = 'waiting')
            AND count(*) FILTER (WHERE coming.state = 'coming') < coalesce(gathering.capacity, 2147483647)
        """,
    ),
    Promise(
        "I7-ways-to-sessions",
        "Everybody comes to a session through the community that holds it, or one that has agreed to take part.",
        """
        SELECT coming.id FROM forum_coming AS coming
        JOIN forum_gathering AS gathering ON gathering.id = coming.gathering_id
        WHERE coming.through_id <> gathering.community_id AND NOT EXISTS (
            SELECT FROM forum_joint AS joint WHERE joint.gathering_id = gathering.id
                AND joint.community_id = coming.through_id AND joint.state = 'agreed'
        )
        """,
    ),
    Promise(
        "I7-sessions-of-others",
        "No community is asked to take part in its own session, and a series is of one community.",
        """
        SELECT joint.id FROM forum_joint AS joint JOIN forum_gathering AS gathering
            ON gathering.id = joint.gathering_id WHERE joint.community_id = gathering.community_id
        UNION ALL
        SELECT gathering.id FROM forum_gathering AS gathering JOIN forum_series AS series
            ON series.id = gathering.series_id WHERE series.community_id <> gathering.community_id
        """,
    ),
    Promise(
        "I5-sessions-told-once",
        "Nothing of a draft stands in the log of its community, which all its members read.",
        """
        SELECT gathering.id FROM forum_gathering AS gathering
        WHERE gathering.state = 'draft' AND EXISTS (
            SELECT FROM forum_change AS change WHERE change.verb LIKE 'gathering-%'
                AND change.details->>'gathering' = gathering.id::text
        )
        """,
    ),
)
