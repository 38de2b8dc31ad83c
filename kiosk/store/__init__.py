"""What is kept: SQLite or PostgreSQL through SQLAlchemy."""
