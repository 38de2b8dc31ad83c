"""Pages about one chart."""
