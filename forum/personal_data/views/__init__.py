"""Pages about one's data, a module for each noun."""
