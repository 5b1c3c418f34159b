"""What was acknowledged is never lost, never doubled, and seen by everyone in one order: under faults of every kind."""
