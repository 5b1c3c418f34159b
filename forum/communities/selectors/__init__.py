"""What can be read of communities and memberships, by audience."""
