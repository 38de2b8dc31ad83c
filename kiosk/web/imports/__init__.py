"""Importing a list from a file."""
