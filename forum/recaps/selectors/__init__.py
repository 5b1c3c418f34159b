"""Reads what remains of live sessions."""
