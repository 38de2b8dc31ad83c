"""Pictures in, what is in them out."""
