"""Set-up pages, and the demo's own."""
