"""What must hold of what people are told of."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_NOTICES = (
    Promise(
        "I5-notices-of-who-left",
        "Nobody is told of anything who has left, and no name under which posts were imported.",
        """
        SELECT notice.id FROM forum_notice AS notice JOIN forum_person AS person ON person.id = notice.recipient_id
        WHERE person.kind <> 'human'
        """,
    ),
    Promise(
        "I5-notices-of-own-posts",
        "Nobody is told of a post that they wrote themselves.",
        """
        SELECT notice.id FROM forum_notice AS notice JOIN forum_post AS post ON post.id = notice.post_id
        WHERE notice.key = 'post:' || post.id AND post.author_id = notice.recipient_id
        """,
    ),
    Promise(
        "I5-notices-of-own-words",
        "What was decided of a post or of held words is told to their author alone.",
        """
        SELECT notice.id FROM forum_notice AS notice
        LEFT JOIN forum_post AS post ON post.id = notice.post_id
        LEFT JOIN forum_heldpost AS held ON held.id = notice.held_id
        WHERE notice.kind IN ('post-removed', 'post-restored') AND post.author_id <> notice.recipient_id
            OR notice.kind IN ('words-let-through', 'words-declined') AND held.author_id <> notice.recipient_id
        """,
    ),
    Promise(
        "I5-notices-of-own-reports",
        "What came of a report is told to whoever made one, and that a case waits to nobody about their own words.",
        """
        SELECT notice.id FROM forum_notice AS notice JOIN forum_case AS one ON one.id = notice.case_id
        LEFT JOIN forum_post AS post ON post.id = one.post_id
        LEFT JOIN forum_message AS message ON message.id = one.message_id
        WHERE notice.kind = 'report-decided' AND NOT EXISTS (
                SELECT FROM forum_report WHERE case_id = one.id AND reporter_id = notice.recipient_id)
            OR notice.kind = 'case-waits' AND notice.recipient_id IN (post.author_id, message.author_id)
        """,
    ),
)
