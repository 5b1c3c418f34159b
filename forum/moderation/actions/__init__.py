"""Reporting, and deciding about what was reported."""
