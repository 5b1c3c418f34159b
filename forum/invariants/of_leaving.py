"""What must hold of copies of people's data, and of those who have left."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_LEAVING = (
    Promise(
        "I5-who-has-left",
        "Who has left belongs nowhere, holds no address and no picture, and keeps nothing that was theirs alone.",
        """
        SELECT person.id FROM forum_person AS person
        JOIN forum_departure AS departure ON departure.person_id = person.id AND departure.ended_at IS NOT NULL
        WHERE person.kind <> 'former' OR person.avatar <> '' OR person.orcid IS NOT NULL OR person.bio <> ''
            OR EXISTS (SELECT FROM forum_membership WHERE person_id = person.id)
            OR EXISTS (SELECT FROM forum_joiningrequest WHERE person_id = person.id)
            OR EXISTS (SELECT FROM forum_invitation WHERE invited_by_id = person.id AND state = 'open')
            OR EXISTS (SELECT FROM forum_draft WHERE person_id = person.id)
            OR EXISTS (SELECT FROM forum_bookmark WHERE person_id = person.id)
            OR EXISTS (SELECT FROM forum_following WHERE person_id = person.id)
            OR EXISTS (SELECT FROM forum_readposition WHERE person_id = person.id)
            OR EXISTS (SELECT FROM forum_heldpost WHERE author_id = person.id)
            OR EXISTS (SELECT FROM forum_participant WHERE person_id = person.id)
            OR EXISTS (SELECT FROM forum_block WHERE person_id = person.id OR blocked_id = person.id)
            OR EXISTS (SELECT FROM forum_roomreading WHERE person_id = person.id)
            OR EXISTS (SELECT FROM forum_messagemention WHERE person_id = person.id)
            OR EXISTS (SELECT FROM forum_removal AS removal JOIN forum_post ON forum_post.id = post_id
                WHERE forum_post.author_id = person.id AND removal.source <> '')
            OR EXISTS (SELECT FROM forum_messageremoval AS removal JOIN forum_message ON forum_message.id = message_id
                WHERE forum_message.author_id = person.id AND removal.source <> '')
            OR EXISTS (SELECT FROM forum_questionremoval AS removal
                JOIN forum_question AS question ON question.id = removal.question_id
                WHERE question.asker_id = person.id AND removal.source <> '')
            OR EXISTS (SELECT FROM forum_lift WHERE lifter_id = person.id AND state <> 'published')
            OR EXISTS (SELECT FROM forum_placement WHERE proposed_by_id = person.id AND state = 'pending')
            OR EXISTS (SELECT FROM forum_case AS one LEFT JOIN forum_report AS report ON report.case_id = one.id
                WHERE one.person_id = person.id AND (one.state = 'open' OR one.reason <> '' OR report.words <> ''))
            OR EXISTS (SELECT FROM forum_measure WHERE person_id = person.id AND reason || lifted_why <> '')
            OR EXISTS (SELECT FROM forum_appeal WHERE person_id = person.id AND (words <> '' OR state = 'open'))
            OR EXISTS (SELECT FROM forum_dataexport WHERE person_id = person.id)
            OR EXISTS (SELECT FROM account_emailaddress WHERE user_id = person.id)
            OR EXISTS (SELECT FROM mfa_authenticator WHERE user_id = person.id)
        """,
    ),
    Promise(
        "I5-taken-back",
        "Of who wished that what they wrote be removed, no word is left once that is done.",
        """
        SELECT post.id FROM forum_post AS post
        JOIN forum_departure AS departure ON departure.person_id = post.author_id
        WHERE departure.wish = 'blank' AND departure.ended_at IS NOT NULL AND post.removed_at IS NULL
        UNION ALL
        SELECT message.id FROM forum_message AS message
        JOIN forum_departure AS departure ON departure.person_id = message.author_id
        WHERE departure.wish = 'blank' AND departure.ended_at IS NOT NULL AND message.removed_at IS NULL
        UNION ALL
        SELECT row.id FROM forum_liftedmessage AS row
        JOIN forum_departure AS departure ON departure.person_id = row.author_id
        WHERE departure.wish = 'blank' AND departure.ended_at IS NOT NULL AND row.state = 'stands'
        UNION ALL
        SELECT placement.id FROM forum_placement AS placement
        JOIN forum_departure AS departure ON departure.person_id = placement.proposed_by_id
        WHERE departure.wish = 'blank' AND departure.ended_at IS NOT NULL AND placement.note <> ''
        UNION ALL
        SELECT change.id FROM forum_homechange AS change
        JOIN forum_departure AS departure ON departure.person_id = change.asked_by_id
        WHERE departure.wish = 'blank' AND departure.ended_at IS NOT NULL AND change.note <> ''
        UNION ALL
        SELECT material.id FROM forum_material AS material
        JOIN forum_attachment AS file ON file.id = material.attachment_id
        JOIN forum_departure AS departure ON departure.person_id = file.owner_id
        WHERE departure.wish = 'blank' AND departure.ended_at IS NOT NULL
        """,
    ),
    Promise(
        "I8-copies",
        "The file of a copy of someone's data lies with a copy that is finished, of someone who is still here.",
        """
        SELECT copy.id FROM forum_dataexport AS copy JOIN forum_person AS person ON person.id = copy.person_id
        WHERE copy.file <> '' AND (copy.state <> 'finished' OR copy.ended_at IS NULL OR person.kind <> 'human')
        """,
    ),
)
