"""What stewards set for the whole network."""
