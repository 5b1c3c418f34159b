"""What happens when people act at the same moment, with real connections to a real database."""
