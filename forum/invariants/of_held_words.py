"""The promises about words that wait for a moderator."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_HELD_WORDS = (
    Promise(
        "I1-held-once",
        "What was sent with one key waits, or is a post, and not both.",
        """
        SELECT held.id, post.id FROM forum_heldpost AS held
        JOIN forum_post AS post ON post.author_id = held.author_id AND post.client_key = held.client_key
        WHERE held.post_id IS DISTINCT FROM post.id
        """,
    ),
    Promise(
        "I1-held-words",
        "Words that were let through are a post by the same author under the same key; no others are.",
        """
        SELECT held.id, held.state, post.id FROM forum_heldpost AS held
        LEFT JOIN forum_post AS post ON post.id = held.post_id
        WHERE (held.state = 'approved') <> (post.id IS NOT NULL) OR post.author_id <> held.author_id
            OR (post.id IS NOT NULL AND post.client_key IS DISTINCT FROM held.client_key)
            OR (held.topic_id IS NULL AND post.number <> 1)
        """,
    ),
    Promise(
        "I8-files-of-held-words",
        "A file that waits with words is their author's, is in no post, and the words are not let through.",
        """
        SELECT file.id, held.id FROM forum_attachment AS file JOIN forum_heldpost AS held ON held.id = file.held_id
        WHERE file.post_id IS NOT NULL OR file.owner_id <> held.author_id OR held.state = 'approved'
        """,
    ),
)
