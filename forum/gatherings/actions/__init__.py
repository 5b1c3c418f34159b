"""What may be done with live sessions, act by act."""
