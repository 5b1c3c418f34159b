"""A person's own data: taking a copy of all of it along, and leaving."""
