"""Who does what with what remains of live sessions."""
