"""What people type about live sessions."""
