"""Institutions that speak OpenID Connect, as many as the settings name."""
