"""What a scan reads, by index only."""
