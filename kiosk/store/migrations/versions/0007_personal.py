"""What facts tell of persons, beside them: kept with a salt, so that it can be erased."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.types import Id, PlainJson

revision = "0007"
down_revision = "0006"
_TOLD = {
    "sqlite": "json_object('text', text)",
    "postgresql": "json_build_object('text', text)::text",
}


def upgrade() -> None:
    """Move the raw texts of scans there; their facts hold no commitment, so they have no salt."""
    op.create_table(
        "personal",
        sa.Column("fact_id", Id, autoincrement=False, nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("told", PlainJson(), nullable=False),
        sa.PrimaryKeyConstraint("fact_id", name="pk_personal"),
        sqlite_strict=True,
    )
    told = _TOLD[op.get_bind().dialect.name]
    rows = f"SELECT scan_id, '', {told} FROM scan_text"  # noqa: S608 - one of the two above
    op.execute(f"INSERT INTO personal (fact_id, salt, told) {rows}")
    op.drop_table("scan_text")
