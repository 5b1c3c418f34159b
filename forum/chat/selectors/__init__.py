"""What is read of rooms."""
