"""What people type who take words to a board."""
