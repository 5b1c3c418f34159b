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
        "No community is asked to take part in its own session; a series is of one community, and goes on in another "
        "one of the same.",
        """
        SELECT joint.id FROM forum_joint AS joint JOIN forum_gathering AS gathering
            ON gathering.id = joint.gathering_id WHERE joint.community_id = gathering.community_id
        UNION ALL
        SELECT gathering.id FROM forum_gathering AS gathering JOIN forum_series AS series
            ON series.id = gathering.series_id WHERE series.community_id <> gathering.community_id
        UNION ALL
        SELECT series.id FROM forum_series AS series JOIN forum_series AS later ON later.id = series.goes_on_in_id
            WHERE later.community_id <> series.community_id OR later.id = series.id
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
    Promise(
        "I7-rooms-of-sessions",
        "A room of a session is that of one session, of the same community, and has a stage; drafts have none.",
        """
        SELECT room.id FROM forum_room AS room LEFT JOIN forum_gathering AS gathering ON gathering.room_id = room.id
        LEFT JOIN forum_stage AS stage ON stage.gathering_id = gathering.id
        WHERE (room.kind = 'session') <> (gathering.id IS NOT NULL)
            OR (room.kind = 'session' AND (gathering.community_id <> room.community_id OR stage IS NULL
                OR gathering.state = 'draft'))
        """,
    ),
    Promise(
        "I4-question-votes",
        "The sum of a question is that of its votes, but for those that the next tick counts.",
        """
        SELECT question.id, question.votes FROM forum_question AS question
        LEFT JOIN forum_questionvote AS vote ON vote.question_id = question.id
        GROUP BY question.id HAVING coalesce(bool_and(vote.is_counted), true)
            AND question.votes <> count(vote.id) FILTER (WHERE vote.is_on)
        """,
    ),
    Promise(
        "I4-poll-answers",
        "The sums of a poll are those of its answers, but for those that the next tick counts.",
        """
        SELECT poll.id FROM forum_poll AS poll LEFT JOIN forum_pollvote AS vote ON vote.poll_id = poll.id
        GROUP BY poll.id HAVING coalesce(bool_and(vote.is_counted), true) AND (poll.voters <> count(vote.id)
            OR poll.kind <> 'words' AND coalesce((SELECT sum(number) FROM unnest(poll.counts) AS number), 0)
                <> coalesce(sum(cardinality(vote.choices)), 0)
            OR poll.kind = 'words' AND coalesce((SELECT sum(number) FROM unnest(poll.counts) AS number), 0)
                > count(vote.id))
        """,
    ),
    Promise(
        "I6-hands",
        "Nobody waits to speak in a session that is over or cancelled, and of lines the log holds the last alone.",
        """
        SELECT hand.id FROM forum_hand AS hand JOIN forum_gathering AS gathering ON gathering.id = hand.gathering_id
        WHERE hand.state IN ('up', 'called') AND gathering.state IN ('closed', 'archived', 'cancelled')
        UNION ALL
        SELECT event.id FROM forum_roomevent AS event WHERE event.kind = 'hands' AND event.data <> '{}'::jsonb
            AND EXISTS (SELECT FROM forum_roomevent AS later WHERE later.room_id = event.room_id
                AND later.kind = 'hands' AND later.lane = event.lane AND later.seq > event.seq)
        """,
    ),
    Promise(
        "I7-questions-asked-together",
        "A question is asked together with one of the same session, which is not asked with another one itself, and "
        "stands there.",
        """
        SELECT question.id FROM forum_question AS question
        JOIN forum_question AS other ON other.id = question.merged_into_id
        WHERE other.gathering_id <> question.gathering_id OR other.id = question.id
            OR other.state = 'merged' OR (other.state = 'gone' AND question.state = 'merged')
        """,
    ),
    Promise(
        "I3-removed-questions",
        "What somebody has removed of what was asked is gone, and was somebody else's; its words alone are kept, and "
        "what settled it with them.",
        """
        SELECT removal.id FROM forum_questionremoval AS removal
        JOIN forum_question AS question ON question.id = removal.question_id
        WHERE question.state <> 'gone' OR removal.removed_by_id = question.asker_id
            OR removal.stood IN ('gone', 'taken')
            OR (removal.source = '' AND (removal.html || removal.declined_why <> '' OR removal.answer_id IS NOT NULL))
        """,
    ),
    Promise(
        "I8-words-of-questions",
        "The log says of a question what it says now; of one without a name, neither who asked nor who tended it.",
        """
        SELECT event.id FROM forum_question AS question
        JOIN forum_gathering AS gathering ON gathering.id = question.gathering_id
        JOIN forum_roomevent AS event ON event.room_id = gathering.room_id
            AND event.kind IN ('asked', 'question') AND event.data->>'id' = question.id::text
        WHERE event.data->>'words' <> question.words OR (question.is_nameless AND (
            event.data->'author' <> 'null'::jsonb OR event.by_id IS NOT NULL))
        """,
    ),
)
