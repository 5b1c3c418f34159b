"""What must hold of words that are taken from rooms to boards."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_LIFTING = (
    Promise(
        "I1-lifted-once",
        "What was taken is one post, by who took it; what was not taken is none.",
        """
        SELECT lift.id, lift.state, post.id FROM forum_lift AS lift
        LEFT JOIN forum_post AS post ON post.id = lift.post_id
        WHERE (lift.state = 'published') <> (post.id IS NOT NULL) OR post.author_id <> lift.lifter_id
            OR post.client_key IS DISTINCT FROM CASE WHEN post.id IS NULL THEN NULL ELSE lift.client_key END
        """,
    ),
    Promise(
        "I3-lifted-from-one-room",
        "A message that is taken is of the room that it is taken from, and by the author who is asked.",
        """
        SELECT row.id FROM forum_liftedmessage AS row JOIN forum_lift AS lift ON lift.id = row.lift_id
        JOIN forum_message AS message ON message.id = row.message_id
        WHERE message.room_id <> lift.room_id OR message.author_id <> row.author_id
        """,
    ),
    Promise(
        "I5-nobody-is-asked-in-vain",
        "Only while it waits is somebody asked, and nobody who has left.",
        """
        SELECT row.id, row.state FROM forum_liftedmessage AS row JOIN forum_lift AS lift ON lift.id = row.lift_id
        JOIN forum_person AS person ON person.id = row.author_id
        WHERE row.state IN ('asked', 'agreed') AND (lift.state <> 'asking'
            OR (row.state = 'asked' AND EXISTS (
                SELECT FROM forum_departure WHERE person_id = person.id AND ended_at IS NOT NULL)))
        """,
    ),
    Promise(
        "I8-lifted-words",
        "Words of a room stand in a post that is there, as they were agreed to; taken out or removed, nothing is left.",
        """
        SELECT row.id, row.state FROM forum_liftedmessage AS row JOIN forum_lift AS lift ON lift.id = row.lift_id
        LEFT JOIN forum_post AS post ON post.id = lift.post_id
        WHERE (row.state <> 'stands' AND row.html <> '')
            OR (row.state = 'stands' AND (row.html = '' OR post.removed_at IS NOT NULL
                OR position('<blockquote class="lifted">' IN post.html) = 0))
        """,
    ),
)
