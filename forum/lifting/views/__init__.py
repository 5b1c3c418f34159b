"""Pages on which words are taken to a board."""
