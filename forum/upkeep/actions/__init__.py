"""What can be done to keep the machine going."""
