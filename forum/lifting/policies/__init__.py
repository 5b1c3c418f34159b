"""Who may take which words where, and who must be asked."""
