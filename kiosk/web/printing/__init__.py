"""Pages that print."""
