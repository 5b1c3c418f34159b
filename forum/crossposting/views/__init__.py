"""Pages of carried topics."""
