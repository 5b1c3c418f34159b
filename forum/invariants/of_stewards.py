"""The promises about those who look after the network."""

from __future__ import annotations

from forum.invariants.promise import Promise

OF_STEWARDS = (
    Promise(
        "I5-a-steward-stays",
        "Where one steward was made or ended in the product, the network has a steward.",
        """
        SELECT line.id FROM forum_change AS line
        WHERE line.verb IN ('steward', 'steward-ended', 'shut-out')
            AND NOT EXISTS (SELECT FROM forum_person WHERE kind = 'human' AND is_steward AND is_active)
        """,
    ),
    Promise(
        "I10-shut-out-for-a-reason",
        "The network was closed to nobody without a reason in the log.",
        "SELECT id FROM forum_change WHERE verb = 'shut-out' AND (reason = '' OR person_id IS NULL)",
    ),
)
