"""The promises, each with the query that finds what breaks it."""

from __future__ import annotations

from forum.invariants.of_archives import OF_ARCHIVES
from forum.invariants.of_communities import OF_COMMUNITIES
from forum.invariants.of_counts import OF_COUNTS
from forum.invariants.of_gatherings import OF_GATHERINGS
from forum.invariants.of_held_words import OF_HELD_WORDS
from forum.invariants.of_homes import OF_HOMES
from forum.invariants.of_leaving import OF_LEAVING
from forum.invariants.of_lifting import OF_LIFTING
from forum.invariants.of_measures import OF_MEASURES
from forum.invariants.of_moderation import OF_MODERATION
from forum.invariants.of_notices import OF_NOTICES
from forum.invariants.of_people import OF_PEOPLE
from forum.invariants.of_placements import OF_PLACEMENTS
from forum.invariants.of_repertoire import OF_REPERTOIRE
from forum.invariants.of_rooms import OF_ROOMS
from forum.invariants.of_stewards import OF_STEWARDS
from forum.invariants.of_topic_care import OF_TOPIC_CARE
from forum.invariants.promise import Promise

PROMISES = (
    Promise(
        "I1-once-per-key",
        "What was sent with one key is stored once.",
        """
        SELECT author_id, client_key FROM forum_post
        WHERE client_key IS NOT NULL GROUP BY author_id, client_key HAVING count(*) > 1
        """,
    ),
    Promise(
        "I2-numbers",
        "Post numbers are unique within a topic, begin at 1, and none is above the topic's last.",
        """
        SELECT topic.id, count(post.id), count(DISTINCT post.number), max(post.number), topic.last_number
        FROM forum_topic AS topic LEFT JOIN forum_post AS post ON post.topic_id = topic.id
        WHERE NOT EXISTS (SELECT FROM forum_relocation WHERE topic_id = topic.id AND kind = 'unite')
        GROUP BY topic.id
        HAVING count(post.id) <> count(DISTINCT post.number) OR min(post.number) IS DISTINCT FROM 1
            OR max(post.number) IS DISTINCT FROM topic.last_number
        """,
    ),
    Promise(
        "I3-one-opening-post",
        "A topic has one post without a parent, its first.",
        """
        SELECT topic_id, count(*) FROM forum_post WHERE parent_id IS NULL
        GROUP BY topic_id HAVING count(*) <> 1 OR min(number) <> 1
        """,
    ),
    Promise(
        "I3-parents",
        "A reply's parent stands in the same topic, before it, and its path begins with the parent's.",
        """
        SELECT post.id, post.path, parent.path
        FROM forum_post AS post JOIN forum_post AS parent ON parent.id = post.parent_id
        WHERE parent.topic_id <> post.topic_id OR parent.number >= post.number
            OR (post.depth < 100 AND (NOT starts_with(post.path, parent.path) OR post.depth <> parent.depth + 1))
        """,
    ),
    Promise(
        "I3-home-placement",
        "A topic that is not removed stands live on its home board.",
        """
        SELECT topic.id FROM forum_topic AS topic
        LEFT JOIN forum_placement AS place ON place.topic_id = topic.id AND place.board_id = topic.home_board_id
        WHERE topic.removed_at IS NULL AND place.state IS DISTINCT FROM 'live'
        """,
    ),
    Promise(
        "I3-merged-boards",
        "Nothing stands on a board that was merged into another one, which is of its community and still one itself.",
        """
        SELECT board.id, target.id FROM forum_board AS board
        JOIN forum_board AS target ON target.id = board.merged_into_id
        WHERE target.community_id <> board.community_id OR target.merged_into_id IS NOT NULL
            OR board.topic_count <> 0 OR board.post_count <> 0
            OR EXISTS (SELECT FROM forum_placement WHERE board_id = board.id)
            OR EXISTS (SELECT FROM forum_post WHERE via_board_id = board.id)
            OR EXISTS (SELECT FROM forum_heldpost WHERE board_id = board.id)
            OR EXISTS (SELECT FROM forum_importrun WHERE board_id = board.id)
        """,
    ),
    Promise(
        "I3-accepted-answer",
        "An accepted answer is a reply of its own question that is still there.",
        """
        SELECT topic.id, post.id FROM forum_topic AS topic JOIN forum_post AS post ON post.id = topic.accepted_post_id
        WHERE post.topic_id <> topic.id OR post.number = 1 OR post.removed_at IS NOT NULL OR topic.type <> 'question'
        """,
    ),
    Promise(
        "I3-claimed-names",
        "Nothing stands under the name of imported posts that somebody has claimed.",
        """
        SELECT name.id, topic_id FROM forum_person AS name
        JOIN (
            SELECT topic_id, author_id AS person_id FROM forum_post
            UNION ALL SELECT id, author_id FROM forum_topic
            UNION ALL SELECT id, last_post_by_id FROM forum_topic
            UNION ALL SELECT id, unnest(participant_ids) FROM forum_topic
        ) AS named ON person_id = name.id
        WHERE name.became_id IS NOT NULL
        """,
    ),
    Promise(
        "I4-member-counts",
        "A community counts its memberships.",
        """
        SELECT community.id, community.member_count, count(member.id) FROM forum_community AS community
        LEFT JOIN forum_membership AS member ON member.community_id = community.id
        GROUP BY community.id HAVING community.member_count <> count(member.id)
        """,
    ),
    Promise(
        "I4-read-positions",
        "A read position holds numbers of its topic, and its figures are those of what it holds.",
        """
        SELECT position.id
        FROM forum_readposition AS position JOIN forum_topic AS topic ON topic.id = position.topic_id,
        LATERAL (
            SELECT coalesce(sum(upper(span) - lower(span)), 0) AS total,
                coalesce(max(upper(span)) FILTER (WHERE lower(span) = 1), 1) - 1 AS up_to,
                max(upper(span)) - 1 AS highest, min(lower(span)) AS lowest
            FROM unnest(position.seen) AS span
        ) AS figures
        WHERE figures.total <> position.seen_count OR figures.up_to <> position.up_to
            OR figures.highest > topic.last_number OR figures.lowest < 1
        """,
    ),
    Promise(
        "I5-facilitated",
        "Every community has a facilitator.",
        """
        SELECT community.id FROM forum_community AS community
        WHERE NOT EXISTS (SELECT FROM forum_membership WHERE community_id = community.id AND role = 40)
        """,
    ),
    Promise(
        "I5-board-moderators",
        "Who moderates a board by name is at least a member of its community, and named once for each board.",
        """
        SELECT member.id, named.board_id FROM forum_membership AS member,
            unnest(member.boards_moderated) AS named (board_id)
        LEFT JOIN forum_board AS board ON board.id = named.board_id
        GROUP BY member.id, named.board_id
        HAVING member.role < 20 OR count(*) > 1 OR max(board.community_id) IS DISTINCT FROM member.community_id
            OR max(board.merged_into_id) IS NOT NULL
        """,
    ),
    Promise(
        "I8-files-of-removed-posts",
        "No file outlives the removal of its post.",
        """
        SELECT file.id FROM forum_attachment AS file JOIN forum_post AS post ON post.id = file.post_id
        WHERE post.removed_at IS NOT NULL
        """,
    ),
    Promise(
        "I8-removed-words",
        "A removed post keeps no words, no earlier wordings and nobody's bookmark.",
        """
        SELECT post.id FROM forum_post AS post
        WHERE post.removed_at IS NOT NULL AND (post.source <> '' OR post.html <> ''
            OR EXISTS (SELECT FROM forum_postrevision WHERE post_id = post.id)
            OR EXISTS (SELECT FROM forum_bookmark WHERE post_id = post.id))
        """,
    ),
    *OF_COUNTS,
    *OF_ARCHIVES,
    *OF_COMMUNITIES,
    *OF_GATHERINGS,
    *OF_HELD_WORDS,
    *OF_PEOPLE,
    *OF_PLACEMENTS,
    *OF_HOMES,
    *OF_LEAVING,
    *OF_LIFTING,
    *OF_MEASURES,
    *OF_MODERATION,
    *OF_NOTICES,
    *OF_REPERTOIRE,
    *OF_ROOMS,
    *OF_STEWARDS,
    *OF_TOPIC_CARE,
)
