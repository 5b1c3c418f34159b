"""What members report, and how moderators answer for it."""
