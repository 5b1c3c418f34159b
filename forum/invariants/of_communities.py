"""The promises about communities and about who reads what stands in them."""

from __future__ import annotations

from forum.invariants.promise import Promise
from forum.invariants.ways_in import WAYS_IN

OF_COMMUNITIES = (
    *WAYS_IN,
    Promise(
        "I5-quiet-archives",
        "Nothing is written through the boards of a community after it was archived.",
        """
        SELECT post.id, post.created_at, community.archived_at FROM forum_community AS community
        JOIN forum_board AS board ON board.community_id = community.id
        JOIN forum_post AS post ON post.via_board_id = board.id AND post.created_at > community.archived_at
        """,
    ),
    Promise(
        "I5-answered-proposals",
        "A proposal waits, or was answered at a time; only an accepted one became a community.",
        """
        SELECT id, state, decided_at FROM forum_foundingrequest
        WHERE (state = 'waiting') <> (decided_at IS NULL) OR (state <> 'accepted' AND community_id IS NOT NULL)
        """,
    ),
    Promise(
        "I7-no-opening",
        "Where anyone on the web reads, no topic stands whose home is for people of the network.",
        """
        SELECT place.id FROM forum_placement AS place
        JOIN forum_topic AS topic ON topic.id = place.topic_id
        JOIN forum_board AS there ON there.id = place.board_id AND there.read_from = 0
        JOIN forum_community AS receiving ON receiving.id = there.community_id AND receiving.visibility = 'open'
        JOIN forum_board AS home ON home.id = topic.home_board_id
        JOIN forum_community AS community ON community.id = home.community_id AND community.id <> receiving.id
        WHERE place.state = 'live' AND topic.removed_at IS NULL AND community.visibility <> 'open'
        """,
    ),
    Promise(
        "I5-followers",
        "Topics are followed by people with an account, and by nobody who has left.",
        """
        SELECT following.id FROM forum_following AS following
        JOIN forum_person AS person ON person.id = following.person_id
        WHERE person.kind <> 'human'
        """,
    ),
    Promise(
        "I5-settled",
        "Nobody has put their first steps away before they joined.",
        "SELECT id FROM forum_membership WHERE settled_at < joined_at",
    ),
)
