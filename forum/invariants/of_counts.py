"""What must hold of the figures that pages read instead of counting."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_COUNTS = (
    Promise(
        "I4-topic-counts",
        "A topic counts the posts that are not removed and knows when the last was written.",
        """
        SELECT topic.id, topic.post_count, count(post.id) FILTER (WHERE post.removed_at IS NULL)
        FROM forum_topic AS topic JOIN forum_post AS post ON post.topic_id = topic.id
        GROUP BY topic.id
        HAVING topic.post_count <> count(post.id) FILTER (WHERE post.removed_at IS NULL)
            OR topic.last_post_at <> max(post.created_at)
        """,
    ),
    Promise(
        "I4-reply-counts",
        "A post counts the answers below it that still hold a place.",
        """
        SELECT post.id, post.reply_count, count(answer.id)
        FROM forum_post AS post
        LEFT JOIN forum_post AS answer ON answer.parent_id = post.id
            AND (answer.removed_at IS NULL OR answer.reply_count > 0)
        GROUP BY post.id HAVING post.reply_count <> count(answer.id)
        """,
    ),
    Promise(
        "I4-reaction-counts",
        "A post's reaction counts are those of its reactions.",
        """
        SELECT post.id, post.reaction_counts, coalesce(counted.counts, '{}') FROM forum_post AS post
        LEFT JOIN LATERAL (
            SELECT jsonb_object_agg(kind, number) AS counts
            FROM (SELECT kind, count(*) AS number FROM forum_reaction WHERE post_id = post.id GROUP BY kind) AS kinds
        ) AS counted ON true
        WHERE post.reaction_counts <> coalesce(counted.counts, '{}')
        """,
    ),
    Promise(
        "I4-helpful-counts",
        "Topic and placements count the thanks, insights and trials of the topic's posts.",
        """
        SELECT topic.id, topic.helpful_count, count(reaction.id) FROM forum_topic AS topic
        JOIN forum_post AS post ON post.topic_id = topic.id
        LEFT JOIN forum_reaction AS reaction
            ON reaction.post_id = post.id AND reaction.kind IN ('thanks', 'insight', 'tried')
        GROUP BY topic.id HAVING topic.helpful_count <> count(reaction.id)
        """,
    ),
    Promise(
        "I4-placements",
        "What a board's listing sorts by is what the topic says.",
        """
        SELECT place.id FROM forum_placement AS place JOIN forum_topic AS topic ON topic.id = place.topic_id
        WHERE place.last_post_at <> topic.last_post_at OR place.helpful_count <> topic.helpful_count
            OR place.is_answered <> (topic.type <> 'question' OR topic.accepted_post_id IS NOT NULL)
        """,
    ),
    Promise(
        "I4-board-counts",
        "A board counts the live topics on it and their posts.",
        """
        SELECT board.id, board.topic_count, count(topic.id), board.post_count, coalesce(sum(topic.post_count), 0)
        FROM forum_board AS board
        LEFT JOIN forum_placement AS place ON place.board_id = board.id AND place.state = 'live'
        LEFT JOIN forum_topic AS topic ON topic.id = place.topic_id AND topic.removed_at IS NULL
        GROUP BY board.id
        HAVING board.topic_count <> count(topic.id) OR board.post_count <> coalesce(sum(topic.post_count), 0)
        """,
    ),
)
