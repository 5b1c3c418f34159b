"""Thin doors to the actions for the command line."""
