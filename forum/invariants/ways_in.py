"""What must hold of requests to join and of invitations."""

from __future__ import annotations

from forum.invariants.promise import Promise

WAYS_IN = (
    Promise(
        "I4-invitation-uses",
        "An invitation counts who came by it, and is used up once that is as many as it lets in.",
        """
        SELECT invitation.id, invitation.uses, count(used.id) FROM forum_invitation AS invitation
        LEFT JOIN forum_invitationuse AS used ON used.invitation_id = invitation.id
        GROUP BY invitation.id
        HAVING invitation.uses <> count(used.id)
            OR (invitation.state = 'used-up') <> (invitation.uses = invitation.most_uses)
        """,
    ),
    Promise(
        "I5-nobody-waits-inside",
        "Who belongs to a community does not wait to be let in.",
        """
        SELECT request.id FROM forum_joiningrequest AS request
        JOIN forum_membership AS member
            ON member.community_id = request.community_id AND member.person_id = request.person_id
        WHERE request.state = 'waiting'
        """,
    ),
    Promise(
        "I5-mail-invites-once",
        "An invitation by mail that somebody has used lets nobody else in.",
        """
        SELECT invitation.id FROM forum_invitation AS invitation
        JOIN forum_invitationuse AS used ON used.invitation_id = invitation.id
        WHERE invitation.email <> '' AND invitation.state = 'open'
        """,
    ),
)
