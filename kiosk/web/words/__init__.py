"""Everything that is said about a scan, in the clerk's words."""
