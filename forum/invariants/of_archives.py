"""The promises about what archives of chats brought."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_ARCHIVES = (
    Promise(
        "I1-talk-comes-once",
        "What an archive brought stands in a room of the community that it was brought to, and says so.",
        """
        SELECT known.id, message.id FROM forum_importedtalk AS known
        JOIN forum_message AS message ON message.id = known.message_id
        JOIN forum_room AS room ON room.id = message.room_id
        WHERE room.community_id IS DISTINCT FROM known.community_id OR NOT message.from_archive
        """,
    ),
    Promise(
        "I3-rooms-of-channels",
        "The room of a channel is one of the community that its archive was brought to.",
        """
        SELECT known.id FROM forum_importedroom AS known JOIN forum_room AS room ON room.id = known.room_id
        WHERE room.community_id IS DISTINCT FROM known.community_id
        """,
    ),
    Promise(
        "I3-claimed-names-in-rooms",
        "Nothing in a room stands under a name that somebody has claimed.",
        """
        SELECT name.id FROM forum_person AS name
        WHERE name.became_id IS NOT NULL AND (
            EXISTS (SELECT FROM forum_message WHERE author_id = name.id)
            OR EXISTS (SELECT FROM forum_messagereaction WHERE person_id = name.id)
            OR EXISTS (SELECT FROM forum_roomevent WHERE by_id = name.id)
        )
        """,
    ),
)
