"""Movements that belong to a scan, to a batch or to an undo, in indexes of these alone."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Leave those out of the indexes that belong to none, and add one of a desk's batches."""
    for column in ("scan_id", "batch_id", "undoes_id"):
        op.drop_index(f"ix_movement_{column}", "movement")
        _index(f"ix_movement_{column}", column, column)
    _index("ix_movement_batch", "batch_id", "station_id", "at", "seq")


def _index(name: str, only_with: str, *columns: str) -> None:
    held = sa.text(f"{only_with} IS NOT NULL")
    op.create_index(name, "movement", list(columns), sqlite_where=held, postgresql_where=held)
