"""Where inboxes are read."""
