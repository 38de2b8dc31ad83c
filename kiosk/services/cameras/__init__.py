"""What the server itself sees."""
