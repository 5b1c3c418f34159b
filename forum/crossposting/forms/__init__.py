"""What forms of carried topics take."""
