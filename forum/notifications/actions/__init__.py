"""What changes inboxes."""
