"""What must hold of what moderators set for single topics, and of what they say in them."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_TOPIC_CARE = (
    Promise(
        "I3-closed-topics",
        "Where a topic was to close, nothing was written after that moment but what moderators brought there.",
        """
        SELECT post.id FROM forum_post AS post JOIN forum_topic AS topic ON topic.id = post.topic_id
        WHERE topic.locks_at <= now() AND post.created_at > topic.locks_at
            AND NOT EXISTS (SELECT FROM forum_relocation WHERE topic.id IN (topic_id, into_id))
            AND NOT EXISTS (SELECT FROM forum_importedmessage WHERE post_id = post.id)
        """,
    ),
    Promise(
        "I3-duplicates",
        "A topic that repeats another is not itself what one repeats, so marks never run in circles.",
        """
        SELECT topic.id, target.id FROM forum_topic AS topic
        JOIN forum_topic AS target ON target.id = topic.duplicate_of_id
        WHERE target.duplicate_of_id IS NOT NULL OR target.id = topic.id
        """,
    ),
    Promise(
        "I4-noted-topics",
        "A topic knows whether notes stand in it, and a note beside a post stands in its topic.",
        """
        SELECT topic.id FROM forum_topic AS topic
        WHERE topic.is_noted <> EXISTS (
            SELECT FROM forum_staffnote WHERE topic_id = topic.id AND removed_at IS NULL)
        UNION ALL
        SELECT note.topic_id FROM forum_staffnote AS note JOIN forum_post AS post ON post.id = note.post_id
        WHERE post.topic_id <> note.topic_id
        """,
    ),
    Promise(
        "I8-removed-notes",
        "A note that was removed says nothing.",
        "SELECT id FROM forum_staffnote WHERE removed_at IS NOT NULL AND source || html <> ''",
    ),
)
