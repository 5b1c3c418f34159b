"""What is asked of topics that were carried."""
