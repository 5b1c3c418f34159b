"""The framework's PostgreSQL, asking less often whether it is still there."""
