"""What every request needs, whatever it asks."""
