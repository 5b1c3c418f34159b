"""ORCID, where scholars have an iD."""
