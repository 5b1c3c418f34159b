"""What is read of words on their way to a board."""
