"""Pages of what remains of live sessions."""
