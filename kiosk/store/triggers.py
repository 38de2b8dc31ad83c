"""Triggers that keep facts as they were written: no update, no delete, no truncate."""

from alembic import op
from sqlalchemy import Connection, text

_SQLITE = """CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN
SELECT RAISE(ABORT, '{table} rows are facts: only ever added'); END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% rows are facts: only ever added', TG_TABLE_NAME; END $$"""
_POSTGRESQL = """CREATE TRIGGER {name} BEFORE {act} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""


def trigger_names(table: str, dialect: str) -> set[str]:
    """Name the triggers that a table of facts must have."""
    return {_name(table, act) for act in _acts(dialect)}


def protect(table: str) -> None:
    """Create a table's triggers; in a migration, after each recreation of the table."""
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(_FUNCTION)
    statement = _POSTGRESQL if dialect == "postgresql" else _SQLITE
    for act in _acts(dialect):
        op.execute(statement.format(name=_name(table, act), act=act, table=table))


def existing_triggers(connection: Connection) -> set[str]:
    """List the triggers that the database has."""
    if connection.dialect.name == "postgresql":
        listing = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    else:
        listing = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return set(connection.execute(text(listing)).scalars())


def _acts(dialect: str) -> tuple[str, ...]:
    return ("UPDATE", "DELETE", "TRUNCATE") if dialect == "postgresql" else ("UPDATE", "DELETE")


def _name(table: str, act: str) -> str:
    return f"{table}_refuses_{act.lower()}"
