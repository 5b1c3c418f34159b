"""What people do in rooms, a module for each noun."""
