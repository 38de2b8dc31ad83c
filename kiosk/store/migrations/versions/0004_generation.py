"""How often a room's database was put back from a backup."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Begin at one."""
    op.add_column("head", sa.Column("generation", sa.Integer(), nullable=False, server_default="1"))
