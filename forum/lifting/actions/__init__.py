"""What people do with words on their way to a board."""
