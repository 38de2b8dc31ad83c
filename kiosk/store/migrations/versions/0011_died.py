"""Whether a patient has died, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Of nobody on file is it known."""
    op.add_column("patient", sa.Column("died", sa.Text(), nullable=False, server_default=""))
