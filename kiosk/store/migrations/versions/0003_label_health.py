"""How worn a chart's label is."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
_WEAK = sa.text("label_wear >= 6")


def upgrade() -> None:
    """Add the wear, and the index of labels to reprint."""
    op.add_column(
        "chart", sa.Column("label_wear", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index(
        "ix_chart_weak", "chart", ["terminal_key"], sqlite_where=_WEAK, postgresql_where=_WEAK
    )
