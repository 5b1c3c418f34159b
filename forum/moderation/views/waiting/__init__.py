"""What is said of each kind of thing that waits, and what can be answered to it: a module per kind, and one table."""
