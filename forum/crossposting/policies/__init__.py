"""Who may carry, answer, end and tend what was carried."""
