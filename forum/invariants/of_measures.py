"""What must hold of measures, of what memberships say runs of them, and of appeals."""

from __future__ import annotations

from forum.invariants.promise import Promise

_RUNNING = """
    FROM forum_measure AS one WHERE one.person_id = member.person_id AND one.community_id = member.community_id
        AND one.lifted_at IS NULL AND one.replaced_by_id IS NULL AND one.ends_at > now()
"""

OF_MEASURES = (
    Promise(
        "I5-standing",
        "A membership says until when somebody is muted and suspended there, as their running measures do.",
        f"""
        SELECT member.id FROM forum_membership AS member WHERE
            CASE WHEN member.muted_until > now() THEN member.muted_until END IS DISTINCT FROM (
                SELECT max(one.ends_at) {_RUNNING} AND one.kind = 'mute' AND one.board_key IS NULL)
            OR CASE WHEN member.suspended_until > now() THEN member.suspended_until END IS DISTINCT FROM (
                SELECT max(one.ends_at) {_RUNNING} AND one.kind = 'suspension')
        """,
    ),
    Promise(
        "I5-standing-on-boards",
        "It says the same of single boards, of its community alone.",
        f"""
        SELECT member.id FROM forum_membership AS member WHERE
            EXISTS (SELECT {_RUNNING} AND one.kind = 'mute' AND one.board_key IS NOT NULL
                AND coalesce((member.boards_muted ->> one.board_key::text)::timestamptz < one.ends_at, true))
            OR EXISTS (SELECT FROM jsonb_each_text(member.boards_muted) AS said (board, until)
                WHERE said.until::timestamptz > now() AND NOT EXISTS (SELECT {_RUNNING} AND one.kind = 'mute'
                    AND one.board_key::text = said.board AND one.ends_at = said.until::timestamptz))
        """,
    ),
    Promise(
        "I5-measured-boards",
        "A measure about a board is about one of its community, and of no board that was merged.",
        """
        SELECT one.id FROM forum_measure AS one JOIN forum_board AS board ON board.id = one.board_key
        WHERE board.community_id <> one.community_id OR board.merged_into_id IS NOT NULL
        """,
    ),
    Promise(
        "I5-shut-out",
        "Nobody to whom the network is closed for now is in it.",
        """
        SELECT one.id FROM forum_measure AS one JOIN forum_person AS person ON person.id = one.person_id
        WHERE one.community_id IS NULL AND one.lifted_at IS NULL AND one.ends_at > now() AND person.is_active
        """,
    ),
    Promise(
        "I3-appeals",
        "Only about what stands as it was decided is somebody asked, by whom it is about; nobody decides their own, "
        "nor about what was said to them alone.",
        """
        SELECT appeal.id FROM forum_appeal AS appeal
        LEFT JOIN forum_measure AS measure ON measure.id = appeal.measure_id
        LEFT JOIN forum_post AS post ON post.id = appeal.post_id
        LEFT JOIN forum_removal AS removal ON removal.post_id = appeal.post_id
        LEFT JOIN forum_message AS message ON message.id = appeal.message_id
        LEFT JOIN forum_messageremoval AS unsaid ON unsaid.message_id = appeal.message_id
        LEFT JOIN forum_room AS room ON room.id = message.room_id
        LEFT JOIN forum_topic AS topic ON topic.id = appeal.topic_id
        LEFT JOIN forum_question AS question ON question.id = appeal.question_id
        LEFT JOIN forum_questionremoval AS unasked ON unasked.question_id = appeal.question_id
        WHERE appeal.person_id <> coalesce(measure.person_id, post.author_id, message.author_id, topic.author_id,
                question.asker_id)
            OR appeal.decided_by_id = appeal.person_id
            OR appeal.decided_by_id::text = ANY (string_to_array(room.pair, ':'))
            OR (appeal.state = 'open' AND (measure.lifted_at IS NOT NULL OR measure.replaced_by_id IS NOT NULL
                OR appeal.board_id <> topic.home_board_id
                OR (measure.id IS NULL
                    AND coalesce(removal.removed_at, unsaid.removed_at, topic.removed_at, unasked.removed_at)
                        IS DISTINCT FROM appeal.removed_at)))
        """,
    ),
)
