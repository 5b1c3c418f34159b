"""Screens that compose several features."""
