"""What inboxes are read by."""
