"""Reads live sessions, each function for the audience that it names."""
