"""What hosts type about what remains of live sessions."""
