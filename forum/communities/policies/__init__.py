"""Who may do what with communities and in them."""
