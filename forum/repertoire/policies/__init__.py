"""Who drafts, tends and reads practice notes, and what stands in them."""
