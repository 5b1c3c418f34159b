"""Who may do what in rooms."""
