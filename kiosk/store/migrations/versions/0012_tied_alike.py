"""Labels of other systems are known whatever case and leading zeros a scanner makes of them."""

import sqlalchemy as sa
from alembic import op

from kiosk.domain.codes import alike
from kiosk.store.types import Flag, Sortable

revision = "0012"
down_revision = "0011"
_TIED = sa.table(
    "tied_code",
    sa.column("text", sa.Text()),
    sa.column("chart_id", sa.BigInteger()),
    sa.column("alike", sa.Text()),
    sa.column("alone", sa.Integer()),
)


def upgrade() -> None:
    """Those that two charts would share go on being known as they are only."""
    op.add_column("tied_code", sa.Column("alike", Sortable, nullable=False, server_default=""))
    op.add_column("tied_code", sa.Column("alone", Flag(), nullable=False, server_default="1"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(_TIED.c.text, _TIED.c.chart_id)).all()
    charts: dict[str, set[int]] = {}
    for row in rows:
        charts.setdefault(alike(row.text), set()).add(row.chart_id)
    known = (
        _TIED.update()
        .where(_TIED.c.text == sa.bindparam("of"))
        .values(alike=sa.bindparam("same"), alone=sa.bindparam("is_alone"))
    )
    each = [
        {"of": row.text, "same": same, "is_alone": int(len(charts[same]) == 1)}
        for row in rows
        for same in [alike(row.text)]
    ]
    if each:
        connection.execute(known, each)
    op.create_index("ix_tied_code_alike", "tied_code", ["alike"])
