"""Fills a database of its own with a network of a chosen size, in minutes and always the same."""
