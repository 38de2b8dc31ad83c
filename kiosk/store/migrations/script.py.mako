"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Say what changes, and recreate the triggers of each table of facts that is recreated."""
    ${upgrades if upgrades else "pass"}
