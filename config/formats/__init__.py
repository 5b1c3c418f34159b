"""How days and times are written, by language: one manner on pages, in sentences and in mail."""
