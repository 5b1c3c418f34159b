"""Reads practice notes and what is quoted in them."""
