"""Brings whole archives from other places onto a board, with their authors, dates and threads."""
