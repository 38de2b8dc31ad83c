"""One scan: taken, decided, written down, answered."""
