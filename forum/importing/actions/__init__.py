"""What can be done with archives: the only code that changes rows of imports."""
