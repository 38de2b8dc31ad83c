"""Triggers: facts stay as they were written, and each change of the set-up is counted."""

from alembic import op
from sqlalchemy import Connection, text

_SQLITE = """CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN
SELECT RAISE(ABORT, '{table} rows are facts: only ever added'); END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% rows are facts: only ever added', TG_TABLE_NAME; END $$"""
_POSTGRESQL = """CREATE TRIGGER {name} BEFORE {act} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""

_COUNTED = ("insert", "update", "delete")
_COUNT_SQLITE = """CREATE TRIGGER {name} AFTER {act} ON {table} BEGIN
UPDATE set_up SET number = number + 1; END"""
_COUNT_FUNCTION = """CREATE OR REPLACE FUNCTION count_set_up() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN UPDATE set_up SET number = number + 1; RETURN NULL; END $$"""
# At the commit, after all other locks: two who set up at once cannot wait for each other.
_COUNT_POSTGRESQL = """CREATE CONSTRAINT TRIGGER {name} AFTER {act} ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_set_up()"""


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


def counter_names(table: str) -> set[str]:
    """Name the triggers that a table of the set-up must have."""
    return {f"{table}_counts_{act}" for act in _COUNTED}


def count_changes(table: str, columns: str = "") -> None:
    """Let changes of a table count as changes of the set-up, updates only of these ``columns``.

    In a migration, after each recreation of the table.
    """
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(_COUNT_FUNCTION)
    statement = _COUNT_POSTGRESQL if dialect == "postgresql" else _COUNT_SQLITE
    for act in _COUNTED:
        of = f" OF {columns}" if columns and act == "update" else ""
        name = f"{table}_counts_{act}"
        op.execute(statement.format(name=name, act=act.upper() + of, table=table))


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
