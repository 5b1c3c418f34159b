"""What people type about topics and boards."""
