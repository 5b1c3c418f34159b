"""What must hold of what is reported, and of what moderators have removed."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_MODERATION = (
    Promise(
        "I3-removals",
        "What a moderator has removed is removed, since then and by them, and was somebody else's.",
        """
        SELECT removal.id FROM forum_removal AS removal JOIN forum_post AS post ON post.id = removal.post_id
        WHERE post.removed_at IS DISTINCT FROM removal.removed_at OR removal.removed_by_id = post.author_id
        """,
    ),
    Promise(
        "I3-removed-topics",
        "Why and by whom a topic was removed is said of those alone that are.",
        """
        SELECT id FROM forum_topic WHERE removed_at IS NULL AND (removal_reason <> '' OR removed_by_id IS NOT NULL)
        """,
    ),
    Promise(
        "I8-files-of-removals",
        "Files that a removal keeps go with its words.",
        """
        SELECT file.id FROM forum_attachment AS file JOIN forum_removal AS removal ON removal.id = file.removal_id
        WHERE removal.source = ''
        """,
    ),
    Promise(
        "I8-purged",
        "Of a post, a message or a question that was deleted everywhere nothing is left that it said.",
        """
        SELECT change.id, post.id, message.id, question.id FROM forum_change AS change
        LEFT JOIN forum_post AS post ON post.id = (change.details ->> 'post')::bigint
        LEFT JOIN forum_message AS message ON message.id = (change.details ->> 'message')::bigint
        LEFT JOIN forum_question AS question ON question.id = (change.details ->> 'question')::bigint
        WHERE change.verb = 'purged' AND (post.source <> '' OR post.html <> '' OR message.source <> ''
            OR question.words || question.reason <> ''
            OR EXISTS (SELECT FROM forum_postrevision WHERE post_id = post.id)
            OR EXISTS (SELECT FROM forum_removal WHERE post_id = post.id AND source || html <> '')
            OR EXISTS (SELECT FROM forum_messageremoval WHERE message_id = message.id AND source || html <> '')
            OR EXISTS (SELECT FROM forum_questionremoval
                WHERE question_id = question.id AND source || html || declined_why <> '')
            OR EXISTS (SELECT FROM forum_messagerevision WHERE message_id = message.id))
        """,
    ),
    Promise(
        "I5-cases-for-stewards",
        "What is reported of people, and of what two say to each other, is for stewards from the beginning.",
        """
        SELECT one.id FROM forum_case AS one
        LEFT JOIN forum_message AS message ON message.id = one.message_id
        LEFT JOIN forum_room AS room ON room.id = message.room_id
        WHERE (one.person_id IS NOT NULL OR room.kind = 'direct') AND one.level <> 30
        """,
    ),
    Promise(
        "I3-open-cases",
        "A case waits about what stands, or a note that is published again, and somebody has reported it.",
        """
        SELECT one.id FROM forum_case AS one
        LEFT JOIN forum_post AS post ON post.id = one.post_id
        LEFT JOIN forum_topic AS topic ON topic.id = post.topic_id
        LEFT JOIN forum_message AS message ON message.id = one.message_id
        LEFT JOIN forum_person AS person ON person.id = one.person_id
        LEFT JOIN forum_staffnote AS note ON note.id = one.note_id
        LEFT JOIN forum_placement AS placement ON placement.id = one.placement_id
        LEFT JOIN forum_question AS question ON question.id = one.question_id
        LEFT JOIN forum_practicenote AS kept ON kept.id = one.practice_note_id
        LEFT JOIN forum_topic AS noted ON noted.id = COALESCE(note.topic_id, placement.topic_id)
        WHERE one.state = 'open' AND (post.removed_at IS NOT NULL OR topic.removed_at IS NOT NULL
            OR message.removed_at IS NOT NULL OR person.kind <> 'human'
            OR question.state = 'gone' OR kept.state = 'draft' OR kept.taken_from_id IS NOT NULL
            OR note.removed_at IS NOT NULL OR placement.note = '' OR noted.removed_at IS NOT NULL
            OR placement.proposed_by_id IS DISTINCT FROM one.carrier_id AND one.placement_id IS NOT NULL
            OR NOT EXISTS (SELECT FROM forum_report WHERE case_id = one.id))
        """,
    ),
)
