"""What can be done with one's data: the only code that changes rows of copies and departures."""
