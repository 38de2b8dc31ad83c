"""Printers and what waits for them; a record type's colour on labels."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.types import Id, PlainJson, UtcTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the two tables, and add the colour."""
    op.add_column("record_type", sa.Column("colour", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "printer",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Text(), nullable=False),
        sa.Column("nudge_right", sa.Integer(), nullable=False),
        sa.Column("nudge_down", sa.Integer(), nullable=False),
        sa.Column("station_id", Id, nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_printer"),
        sa.UniqueConstraint("name", name="uq_printer_name"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_printer_station_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "print_job",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("printer_id", Id, nullable=False),
        sa.Column("station_id", Id, nullable=True),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("wanted", PlainJson(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcTime(), nullable=True),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("once", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_print_job"),
        sa.UniqueConstraint("once", name="uq_print_job_once"),
        sa.ForeignKeyConstraint(["printer_id"], ["printer.id"], name="fk_print_job_printer_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_print_job_station_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_print_job_staff_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_print_job_state", "print_job", ["state", "next_at"])
    op.create_index("ix_print_job_printer_id", "print_job", ["printer_id"])
    op.create_index("ix_print_job_station_id", "print_job", ["station_id"])
