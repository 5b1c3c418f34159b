"""What must hold of practice notes and of what is quoted in them."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_REPERTOIRE = (
    Promise(
        "I3-quotes-of-their-community",
        "A quote is of the community of its note.",
        """
        SELECT quote.id FROM forum_quote AS quote JOIN forum_practicenote AS note ON note.id = quote.note_id
        WHERE quote.community_id <> note.community_id
        """,
    ),
    Promise(
        "I5-quoted-in-vain",
        "Nobody who has left is asked whether they may be quoted.",
        """
        SELECT quote.id FROM forum_quote AS quote JOIN forum_message AS message ON message.id = quote.message_id
        WHERE quote.consent = 'asked' AND EXISTS (
            SELECT FROM forum_departure WHERE person_id = message.author_id AND ended_at IS NOT NULL)
        """,
    ),
    Promise(
        "I5-quoted-before-more-readers",
        "Where more people read a community than before, those were asked anew who agreed and have not left.",
        """
        SELECT quote.id, quote.readers, community.visibility FROM forum_quote AS quote
        JOIN forum_community AS community ON community.id = quote.community_id
        JOIN forum_message AS message ON message.id = quote.message_id
        JOIN forum_person AS person ON person.id = message.author_id
        WHERE quote.consent IN ('named', 'nameless') AND person.kind = 'human'
            AND array_position(ARRAY['hidden', 'private', 'network', 'open'], quote.readers::text)
                < array_position(ARRAY['hidden', 'private', 'network', 'open'], community.visibility::text)
        """,
    ),
)
