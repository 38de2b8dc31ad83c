"""Reading what is kept, as the pages show it."""
