"""One reader per source format; each turns a file into the same records."""
