"""What must hold in the database, whatever happens; each promise one query that finds nothing."""
