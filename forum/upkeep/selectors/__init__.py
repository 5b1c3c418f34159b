"""What stewards are told of the machine."""
