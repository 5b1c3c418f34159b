"""Writes recaps, and lets questions go on."""
