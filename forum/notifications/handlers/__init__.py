"""Who is told of what by a notice, written in the transaction of what it tells."""
