"""Small words that templates need."""
