"""Where the accounts library asks how this network does things."""
