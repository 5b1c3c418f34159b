"""Pages of practice notes."""
