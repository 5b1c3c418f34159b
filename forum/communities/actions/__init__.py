"""What can be done with communities and in them."""
