"""The promises about topics that stand beside their home, and about what boards do with them there."""

from __future__ import annotations

from forum.discussions.models.placements import MOST_ELSEWHERE
from forum.invariants.promise import Promise

OF_PLACEMENTS = (
    Promise(
        "I4-hidden-posts",
        "A board counts what it hides of a topic: that is why nobody looks where it says nothing.",
        """
        SELECT place.id, place.hidden_count, count(hidden.id) FROM forum_placement AS place
        LEFT JOIN forum_hiddenpost AS hidden ON hidden.placement_id = place.id
        GROUP BY place.id HAVING place.hidden_count <> count(hidden.id)
        """,
    ),
    Promise(
        "I5-few-boards",
        f"A topic stands on {MOST_ELSEWHERE} boards beside its home at most.",
        f"""
        SELECT topic.id, count(place.id) FROM forum_topic AS topic
        JOIN forum_placement AS place ON place.topic_id = topic.id AND place.board_id <> topic.home_board_id
        WHERE place.state = 'live' GROUP BY topic.id HAVING count(place.id) > {MOST_ELSEWHERE}
        """,
    ),
    Promise(
        "I5-hidden-from-guests",
        "Only where a topic stands as a guest is a reply of it hidden, and never its first post.",
        """
        SELECT hidden.id FROM forum_hiddenpost AS hidden
        JOIN forum_placement AS place ON place.id = hidden.placement_id
        JOIN forum_topic AS topic ON topic.id = place.topic_id
        JOIN forum_post AS post ON post.id = hidden.post_id
        WHERE place.state <> 'live' OR place.board_id = topic.home_board_id
            OR post.topic_id <> topic.id OR post.number = 1
        """,
    ),
    Promise(
        "I5-at-home",
        "At home a topic waits for nobody, and is neither locked nor tagged as on a board that received it.",
        """
        SELECT place.id FROM forum_placement AS place
        JOIN forum_topic AS topic ON topic.id = place.topic_id AND topic.home_board_id = place.board_id
        WHERE place.state <> 'live' OR place.locked_at IS NOT NULL OR place.tags <> '{}'
        """,
    ),
    Promise(
        "I5-ended-is-over",
        "Where a topic stands no longer, nothing runs out, is pinned or is locked.",
        """
        SELECT id FROM forum_placement
        WHERE state <> 'live' AND (pinned_at IS NOT NULL OR locked_at IS NOT NULL)
            OR state <> 'pending' AND expires_at IS NOT NULL
        """,
    ),
    Promise(
        "I5-removed-from-everywhere",
        "A topic that was removed stands nowhere beside its home, and nothing waits for it to.",
        """
        SELECT place.id FROM forum_placement AS place
        JOIN forum_topic AS topic ON topic.id = place.topic_id AND topic.home_board_id <> place.board_id
        WHERE topic.removed_at IS NOT NULL AND place.state IN ('live', 'pending')
        """,
    ),
    Promise(
        "I5-decided-in-time",
        "Whoever agreed to a topic or ended how it stood did so at a time that is known.",
        "SELECT id FROM forum_placement WHERE decided_by_id IS NOT NULL AND decided_at IS NULL",
    ),
    Promise(
        "I7-no-widening",
        "A topic that its home closes to others stands nowhere beside it where others read it.",
        """
        SELECT place.id FROM forum_placement AS place
        JOIN forum_topic AS topic ON topic.id = place.topic_id AND topic.home_board_id <> place.board_id
        JOIN forum_board AS home ON home.id = topic.home_board_id
        JOIN forum_board AS there ON there.id = place.board_id
        JOIN forum_community AS community ON community.id = home.community_id
        WHERE place.state = 'live' AND (
            (community.visibility IN ('private', 'hidden') AND there.community_id <> home.community_id)
            OR (home.read_from > 0 AND (there.community_id <> home.community_id OR there.read_from < home.read_from))
        )
        """,
    ),
    Promise(
        "I7-home-alone",
        "What its home closes to others does not even wait to stand where those would read it.",
        """
        SELECT place.id FROM forum_placement AS place
        JOIN forum_topic AS topic ON topic.id = place.topic_id AND topic.home_board_id <> place.board_id
        JOIN forum_board AS home ON home.id = topic.home_board_id
        JOIN forum_board AS there ON there.id = place.board_id
        JOIN forum_community AS community ON community.id = home.community_id
        WHERE place.state = 'pending' AND there.community_id <> home.community_id
            AND (community.visibility IN ('private', 'hidden') OR home.read_from > 0)
        """,
    ),
)
