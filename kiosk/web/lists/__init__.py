"""The lists on screen, paper and as CSV."""
