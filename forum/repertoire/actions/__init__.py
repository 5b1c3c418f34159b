"""Drafts practice notes, tends them, and keeps what those say who are quoted."""
