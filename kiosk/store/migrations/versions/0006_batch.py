"""The newest batch of a desk, found without reading what its shelves did since."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
_IN_BATCH = sa.text("batch_id IS NOT NULL")


def upgrade() -> None:
    """Add the index of the sends that went in a batch."""
    op.create_index(
        "ix_movement_batch",
        "movement",
        ["station_id", "at", "seq"],
        sqlite_where=_IN_BATCH,
        postgresql_where=_IN_BATCH,
    )
