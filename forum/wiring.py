"""The table of who reacts to what, inside the transaction or after it."""


def connect_reactions() -> None:
    """Lay the table. Called once, when the app is ready."""
