"""The promises about accounts."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_PEOPLE = (
    Promise(
        "I5-waiting-outside",
        "Who waits for a steward's yes, or was turned away, cannot come in.",
        """
        SELECT application.id FROM forum_application AS application
        JOIN forum_person AS person ON person.id = application.person_id
        WHERE application.state <> 'accepted' AND person.is_active
        """,
    ),
    Promise(
        "I5-proven-orcid",
        "An ORCID iD that is shown is one that its person signs in with.",
        """
        SELECT person.id FROM forum_person AS person
        WHERE person.orcid IS NOT NULL AND NOT EXISTS (
            SELECT FROM socialaccount_socialaccount AS account
            WHERE account.user_id = person.id AND account.provider = 'orcid' AND account.uid = person.orcid
        )
        """,
    ),
    Promise(
        "I10-no-secrets-of-providers",
        "What opens a door at a provider is in no row.",
        """
        SELECT id FROM socialaccount_socialapp UNION ALL SELECT id FROM socialaccount_socialtoken
        """,
    ),
    Promise(
        "I3-handles",
        "A handle is one person's: nobody has one that was somebody's before, not even their own.",
        """
        SELECT person.id, former.id FROM forum_person AS person
        JOIN forum_formerhandle AS former ON lower(former.handle) = lower(person.handle)
        """,
    ),
)
