"""How often the set-up was changed, so that each server knows when to read it anew."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.triggers import count_changes
from kiosk.store.types import Id

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Begin at one, and count from here on."""
    made = op.create_table(
        "set_up",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("number", Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_set_up"),
        sqlite_strict=True,
    )
    op.bulk_insert(made, [{"id": 1, "number": 1}])
    for table, columns in (
        ("location", ""),
        ("station", ""),
        ("loan", ""),
        ("holiday", ""),
        ("record_type", ""),
        ("staff", "name"),
    ):
        count_changes(table, columns)
