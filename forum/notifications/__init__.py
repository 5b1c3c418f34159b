"""What people are told of: notices in their inbox."""
