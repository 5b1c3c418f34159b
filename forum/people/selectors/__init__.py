"""What can be read of people, by audience, a module for each noun."""
