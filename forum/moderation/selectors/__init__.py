"""Cases, by audience."""
