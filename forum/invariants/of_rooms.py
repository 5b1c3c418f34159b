"""What must hold of rooms, of what is said in them and of their logs."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_ROOMS = (
    Promise(
        "I2-room-numbers",
        "The log of a room counts from 1 without a gap, and its head is the last number.",
        """
        SELECT room.id, lanes.lane, lanes.head, count(event.id), max(event.seq)
        FROM forum_room AS room
        CROSS JOIN LATERAL (VALUES (0, room.last_seq), (1, room.last_backstage_seq)) AS lanes (lane, head)
        LEFT JOIN forum_roomevent AS event ON event.room_id = room.id AND event.lane = lanes.lane
        GROUP BY room.id, lanes.lane, lanes.head
        HAVING coalesce(max(event.seq), 0) <> lanes.head OR count(event.id) <> lanes.head
            OR count(event.id) <> count(DISTINCT event.seq)
        """,
    ),
    Promise(
        "I2-messages-in-the-log",
        "Every message was told once, by the event whose number it has.",
        """
        SELECT message.id, count(event.id) FROM forum_message AS message
        LEFT JOIN forum_roomevent AS event ON event.message_id = message.id AND event.kind = 'said'
            AND event.room_id = message.room_id AND event.seq = message.seq AND event.lane = 0
        GROUP BY message.id HAVING count(event.id) <> 1
        """,
    ),
    Promise(
        "I2-words-in-the-log",
        "The log says of a message what it says now, and nothing that it said before.",
        """
        SELECT event.id FROM forum_roomevent AS event JOIN forum_message AS message ON message.id = event.message_id
        WHERE event.kind IN ('said', 'edited') AND message.removed_at IS NULL
            AND event.data ->> 'html' IS DISTINCT FROM message.html
        """,
    ),
    Promise(
        "I3-replies-in-rooms",
        "A message answers an earlier one of its own room.",
        """
        SELECT message.id FROM forum_message AS message
        JOIN forum_message AS answered ON answered.id = message.reply_to_id
        WHERE answered.room_id <> message.room_id OR answered.seq >= message.seq
        """,
    ),
    Promise(
        "I3-common-rooms",
        "Every community has one room that is always there.",
        """
        SELECT community.id FROM forum_community AS community
        LEFT JOIN forum_room AS room
            ON room.community_id = community.id AND room.kind = 'standing' AND room.archived_at IS NULL
        GROUP BY community.id HAVING count(room.id) <> 1
        """,
    ),
    Promise(
        "I4-reaction-counts-in-rooms",
        "A message's reaction counts are those of its reactions.",
        """
        SELECT message.id, message.reaction_counts, coalesce(counted.counts, '{}') FROM forum_message AS message
        LEFT JOIN LATERAL (
            SELECT jsonb_object_agg(kind, number) AS counts FROM (
                SELECT kind, count(*) AS number FROM forum_messagereaction WHERE message_id = message.id GROUP BY kind
            ) AS kinds
        ) AS counted ON true
        WHERE message.reaction_counts <> coalesce(counted.counts, '{}')
        """,
    ),
    Promise(
        "I4-room-readings",
        "Nobody has read further than a room goes.",
        """
        SELECT reading.id FROM forum_roomreading AS reading JOIN forum_room AS room ON room.id = reading.room_id
        WHERE reading.seq < 0 OR reading.seq > room.last_seq
        """,
    ),
    Promise(
        "I5-rooms-of-two",
        "In a room of two are those two and nobody else, but for who has left; it goes when nobody is left.",
        """
        SELECT room.id FROM forum_room AS room
        LEFT JOIN forum_participant AS one ON one.room_id = room.id
        WHERE room.kind = 'direct'
        GROUP BY room.id
        HAVING count(one.id) = 0
            OR bool_or(one.person_id::text <> ALL (string_to_array(room.pair, ':')))
            OR count(one.id) <> (
                SELECT count(*) FROM forum_person
                WHERE id::text = ANY (string_to_array(room.pair, ':')) AND kind <> 'former'
            )
        UNION ALL
        SELECT one.room_id FROM forum_participant AS one JOIN forum_room AS room ON room.id = one.room_id
        WHERE room.kind <> 'direct'
        """,
    ),
    Promise(
        "I5-names-in-the-log",
        "The log of a room does not know any more how somebody was called who has left.",
        """
        SELECT event.id FROM forum_roomevent AS event JOIN forum_person AS person ON person.id = event.by_id
        JOIN forum_departure AS departure ON departure.person_id = person.id AND departure.ended_at IS NOT NULL
        WHERE event.kind = 'said' AND jsonb_exists(event.data, 'author')
            AND (event.data -> 'author' ->> 'name' <> person.display_name
                OR event.data -> 'author' ->> 'handle' <> person.handle)
        """,
    ),
    Promise(
        "I8-files-of-rooms",
        "A file is held by talk while one message of its owner has it, whose words are there or kept, or one session.",
        """
        SELECT file.id, held.message_id FROM forum_attachment AS file
        LEFT JOIN forum_messagefile AS held ON held.attachment_id = file.id
        LEFT JOIN forum_message AS message ON message.id = held.message_id
        LEFT JOIN forum_messageremoval AS removal ON removal.message_id = message.id AND removal.source <> ''
        LEFT JOIN forum_material AS material ON material.attachment_id = file.id
        WHERE file.in_talk <> (held.id IS NOT NULL OR material.id IS NOT NULL)
            OR (held.id IS NOT NULL AND material.id IS NOT NULL)
            OR (message.removed_at IS NOT NULL AND removal.id IS NULL)
            OR message.author_id <> file.owner_id
        """,
    ),
    Promise(
        "I3-removals-of-messages",
        "A message that a moderator has removed is removed, since then and by them, and was somebody else's.",
        """
        SELECT removal.id FROM forum_messageremoval AS removal
        JOIN forum_message AS message ON message.id = removal.message_id
        WHERE message.removed_at IS DISTINCT FROM removal.removed_at OR removal.removed_by_id = message.author_id
        """,
    ),
    Promise(
        "I8-removed-messages",
        "A removed message has no words anywhere: no earlier wordings, no marks, nothing in the log.",
        """
        SELECT message.id FROM forum_message AS message
        WHERE message.removed_at IS NOT NULL AND (message.source <> '' OR message.html <> ''
            OR message.pinned_at IS NOT NULL OR message.highlighted_at IS NOT NULL
            OR EXISTS (SELECT FROM forum_messagerevision WHERE message_id = message.id)
            OR EXISTS (SELECT FROM forum_messagereaction WHERE message_id = message.id)
            OR EXISTS (SELECT FROM forum_messagemention WHERE message_id = message.id)
            OR EXISTS (SELECT FROM forum_roomevent WHERE message_id = message.id AND jsonb_exists(data, 'html')))
        """,
    ),
)
