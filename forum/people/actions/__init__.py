"""Everything that can be done with people, a module for each noun."""
