"""Who may do what with their data, a module for each noun."""
