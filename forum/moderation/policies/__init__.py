"""Who may report what, and who answers for it."""
