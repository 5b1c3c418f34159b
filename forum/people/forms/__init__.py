"""What people type, a module for each noun."""
