"""Holidays that come every year on the same day."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.types import Flag

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Those on file are of one year each."""
    op.add_column("holiday", sa.Column("yearly", Flag(), nullable=False, server_default="0"))
