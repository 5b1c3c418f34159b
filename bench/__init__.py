"""Measures how fast pages are and how they grow; see docs/performance of each run in results/."""
