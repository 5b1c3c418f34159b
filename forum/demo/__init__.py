"""A network to look around in: invented people and their conversations, told through the actions."""
