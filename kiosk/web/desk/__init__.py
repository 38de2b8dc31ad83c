"""The kiosk page, and what it asks the server."""
