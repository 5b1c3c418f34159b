"""What is a person's own, for them alone, a module for each kind."""
