"""From talk to practice: what was said in a room is taken to a board, with the consent of those who said it."""
