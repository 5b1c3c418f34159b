"""Measures live talk: how many deliveries a second, beside other servers in the same run."""
