"""What can be read of boards, topics and posts, by audience."""
