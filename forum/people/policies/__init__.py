"""Who may do what with people, a module for each noun."""
