"""The first release: places, people, charts, and the three kinds of fact."""

import secrets

import sqlalchemy as sa
from alembic import op

from kiosk.store.triggers import protect
from kiosk.store.types import Flag, Id, PlainJson, Sortable, UtcTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    op.create_table(
        "extension",
        sa.Column("scan_id", Id, autoincrement=False, nullable=False),
        sa.Column("movement_id", Id, nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("scan_id", name="pk_extension"),
        sqlite_strict=True,
    )
    op.create_index("ix_extension_movement_id", "extension", ["movement_id"])
    op.create_table(
        "given_code",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_given_code"),
        sqlite_strict=True,
    )
    op.create_table(
        "head",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_head"),
        sqlite_strict=True,
    )
    op.create_table(
        "holiday",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holiday"),
        sa.UniqueConstraint("name", name="uq_holiday_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "loan",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("working", Flag(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_loan"),
        sa.UniqueConstraint("name", name="uq_loan_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "location",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("inside_id", Id, nullable=True),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("loan_days", sa.Integer(), nullable=True),
        sa.Column("filing", sa.Text(), nullable=False),
        sa.Column("wants", sa.Text(), nullable=False),
        sa.Column("stopped", Flag(), nullable=False),
        sa.ForeignKeyConstraint(["inside_id"], ["location.id"], name="fk_location_inside_id"),
        sa.PrimaryKeyConstraint("id", name="pk_location"),
        sa.UniqueConstraint("code", name="uq_location_code"),
        sa.UniqueConstraint("name", name="uq_location_name"),
        sqlite_strict=True,
    )
    op.create_index("ix_location_inside_id", "location", ["inside_id"])
    op.create_table(
        "patient",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("mrn", Sortable, nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("family_folded", Sortable, nullable=False),
        sa.Column("given_folded", Sortable, nullable=False),
        sa.Column("birth_date", sa.Text(), nullable=True),
        sa.Column("person_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["patient.id"], name="fk_patient_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_patient"),
        sa.UniqueConstraint("mrn", name="uq_patient_mrn"),
        sqlite_strict=True,
    )
    op.create_index("ix_patient_family_given", "patient", ["family_folded", "given_folded"])
    op.create_index("ix_patient_given", "patient", ["given_folded"])
    op.create_index("ix_patient_person_id", "patient", ["person_id"])
    op.create_table(
        "reason",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reason"),
        sa.UniqueConstraint("code", name="uq_reason_code"),
        sa.UniqueConstraint("name", name="uq_reason_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "record_type",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("loan_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_record_type"),
        sa.UniqueConstraint("name", name="uq_record_type_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "scan_text",
        sa.Column("scan_id", Id, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scan_id", name="pk_scan_text"),
        sqlite_strict=True,
    )
    op.create_table(
        "staff",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("operator", Flag(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("pin_failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("code", name="uq_staff_code"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "merge",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("from_id", Id, nullable=False),
        sa.Column("into_id", Id, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("taken_back_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["patient.id"], name="fk_merge_from_id"),
        sa.ForeignKeyConstraint(["into_id"], ["patient.id"], name="fk_merge_into_id"),
        sa.PrimaryKeyConstraint("id", name="pk_merge"),
        sqlite_strict=True,
    )
    op.create_index("ix_merge_from_id", "merge", ["from_id"])
    op.create_index("ix_merge_into_id", "merge", ["into_id"])
    op.create_table(
        "station",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place_id", Id, nullable=False),
        sa.Column("camera", Flag(), nullable=False),
        sa.Column("sounds", Flag(), nullable=False),
        sa.Column("stock", sa.Text(), nullable=False),
        sa.Column("destination_seconds", sa.Integer(), nullable=True),
        sa.Column("in_hand_seconds", sa.Integer(), nullable=True),
        sa.Column("operator_seconds", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["location.id"], name="fk_station_place_id"),
        sa.PrimaryKeyConstraint("id", name="pk_station"),
        sa.UniqueConstraint("key", name="uq_station_key"),
        sa.UniqueConstraint("name", name="uq_station_name"),
        sqlite_strict=True,
    )
    op.create_index("ix_station_place_id", "station", ["place_id"])
    op.create_table(
        "audit",
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("station_id", Id, nullable=True),
        sa.Column("detail", PlainJson(), nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_audit_staff_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_audit_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("seq", name="uq_audit_seq"),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "missing_report",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("chart_id", Id, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("station_id", Id, nullable=False),
        sa.Column("found_scan_id", Id, nullable=True),
        sa.Column("found_at", UtcTime(), nullable=True),
        sa.Column("approved_at", UtcTime(), nullable=True),
        sa.Column("approved_by_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name="fk_missing_report_approved_by_id"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_missing_report_staff_id"),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name="fk_missing_report_station_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_missing_report"),
        sqlite_strict=True,
    )
    op.create_index("ix_missing_report_chart_id", "missing_report", ["chart_id"])
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", Id, nullable=False),
        sa.Column("station_id", Id, nullable=True),
        sa.Column("began_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_sign_in_staff_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_sign_in_station_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_in"),
        sqlite_strict=True,
    )
    op.create_index("ix_sign_in_station_id", "sign_in", ["station_id"])
    op.create_table(
        "station_browser",
        sa.Column("station_id", Id, nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name="fk_station_browser_station_id"
        ),
        sa.PrimaryKeyConstraint("station_id", "browser", name="pk_station_browser"),
        sqlite_strict=True,
    )
    op.create_index("ix_station_browser_seen", "station_browser", ["station_id", "seen_at"])
    op.create_table(
        "chart",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("patient_id", Id, nullable=False),
        sa.Column("record_type_id", Id, nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("home_id", Id, nullable=False),
        sa.Column("last_movement_id", Id, nullable=False),
        sa.Column("last_scan_id", Id, nullable=True),
        sa.Column("label_read_id", Id, nullable=True),
        sa.Column("place_id", Id, nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("sent", Flag(), nullable=False),
        sa.Column("lent", Flag(), nullable=False),
        sa.Column("number_key", Sortable, nullable=False),
        sa.Column("terminal_key", Sortable, nullable=False),
        sa.Column("temporary", Flag(), nullable=False),
        sa.Column("stands_for_id", Id, nullable=True),
        sa.Column("joined_id", Id, nullable=True),
        sa.Column("sensitive", Flag(), nullable=False),
        sa.Column("retired", Flag(), nullable=False),
        sa.Column("sheets", sa.Text(), nullable=False),
        sa.Column("sheets_since", UtcTime(), nullable=True),
        sa.Column("report_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["location.id"], name="fk_chart_home_id"),
        sa.ForeignKeyConstraint(["joined_id"], ["chart.id"], name="fk_chart_joined_id"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_chart_patient_id"),
        sa.ForeignKeyConstraint(["place_id"], ["location.id"], name="fk_chart_place_id"),
        sa.ForeignKeyConstraint(
            ["record_type_id"], ["record_type.id"], name="fk_chart_record_type_id"
        ),
        sa.ForeignKeyConstraint(["report_id"], ["missing_report.id"], name="fk_chart_report_id"),
        sa.ForeignKeyConstraint(["stands_for_id"], ["chart.id"], name="fk_chart_stands_for_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chart"),
        sa.UniqueConstraint("code", name="uq_chart_code"),
        sa.UniqueConstraint(
            "patient_id",
            "record_type_id",
            "volume",
            "temporary",
            name="uq_chart_patient_id_record_type_id_volume_temporary",
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_chart_due",
        "chart",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_chart_joined",
        "chart",
        ["joined_id"],
        sqlite_where=sa.text("joined_id IS NOT NULL"),
        postgresql_where=sa.text("joined_id IS NOT NULL"),
    )
    op.create_index(
        "ix_chart_lent_place",
        "chart",
        ["place_id", "since"],
        sqlite_where=sa.text("lent = 1"),
        postgresql_where=sa.text("lent = 1"),
    )
    op.create_index(
        "ix_chart_lent_since",
        "chart",
        ["since"],
        sqlite_where=sa.text("lent = 1"),
        postgresql_where=sa.text("lent = 1"),
    )
    op.create_index(
        "ix_chart_lent_terminal",
        "chart",
        ["terminal_key"],
        sqlite_where=sa.text("lent = 1"),
        postgresql_where=sa.text("lent = 1"),
    )
    op.create_index("ix_chart_place_number", "chart", ["place_id", "number_key"])
    op.create_index("ix_chart_place_terminal", "chart", ["place_id", "terminal_key"])
    op.create_index(
        "ix_chart_report",
        "chart",
        ["report_id"],
        sqlite_where=sa.text("report_id IS NOT NULL"),
        postgresql_where=sa.text("report_id IS NOT NULL"),
    )
    op.create_index(
        "ix_chart_sent",
        "chart",
        ["since"],
        sqlite_where=sa.text("sent = 1"),
        postgresql_where=sa.text("sent = 1"),
    )
    op.create_index(
        "ix_chart_sheets",
        "chart",
        ["sheets_since"],
        sqlite_where=sa.text("sheets_since IS NOT NULL"),
        postgresql_where=sa.text("sheets_since IS NOT NULL"),
    )
    op.create_index(
        "ix_chart_stands_for",
        "chart",
        ["stands_for_id"],
        sqlite_where=sa.text("stands_for_id IS NOT NULL"),
        postgresql_where=sa.text("stands_for_id IS NOT NULL"),
    )
    op.create_index(
        "ix_chart_unverified",
        "chart",
        ["terminal_key"],
        sqlite_where=sa.text("label_read_id IS NULL"),
        postgresql_where=sa.text("label_read_id IS NULL"),
    )
    op.create_table(
        "search_tick",
        sa.Column("report_id", Id, nullable=False),
        sa.Column("location_id", Id, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("staff_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name="fk_search_tick_location_id"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["missing_report.id"], name="fk_search_tick_report_id"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_search_tick_staff_id"),
        sa.PrimaryKeyConstraint("report_id", "location_id", name="pk_search_tick"),
        sqlite_strict=True,
    )
    op.create_table(
        "label",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("patient_id", Id, nullable=False),
        sa.Column("record_type_id", Id, nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("home_id", Id, nullable=False),
        sa.Column("temporary", Flag(), nullable=False),
        sa.Column("stands_for_id", Id, nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["location.id"], name="fk_label_home_id"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_label_patient_id"),
        sa.ForeignKeyConstraint(
            ["record_type_id"], ["record_type.id"], name="fk_label_record_type_id"
        ),
        sa.ForeignKeyConstraint(["stands_for_id"], ["chart.id"], name="fk_label_stands_for_id"),
        sa.PrimaryKeyConstraint("code", name="pk_label"),
        sqlite_strict=True,
    )
    op.create_index("ix_label_record", "label", ["patient_id", "record_type_id"])
    op.create_index("ix_label_stands_for_id", "label", ["stands_for_id"])
    op.create_table(
        "scan",
        sa.Column("scan_id", sa.Text(), nullable=False),
        sa.Column("station_id", Id, nullable=False),
        sa.Column("station_seq", Id, nullable=True),
        sa.Column("browser_epoch", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("stored", Flag(), nullable=False),
        sa.Column("placed_back", Flag(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("also", PlainJson(), nullable=False),
        sa.Column("chart_id", Id, nullable=True),
        sa.Column("operator_id", Id, nullable=True),
        sa.Column("detail", PlainJson(), nullable=False),
        sa.Column("state", PlainJson(), nullable=False),
        sa.Column("read", PlainJson(), nullable=True),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chart_id"], ["chart.id"], name="fk_scan_chart_id"),
        sa.ForeignKeyConstraint(["operator_id"], ["staff.id"], name="fk_scan_operator_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_scan_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scan"),
        sa.UniqueConstraint("scan_id", name="uq_scan_scan_id"),
        sa.UniqueConstraint("seq", name="uq_scan_seq"),
        sqlite_strict=True,
    )
    op.create_index("ix_scan_station_at", "scan", ["station_id", "at"])
    op.create_index("ix_scan_station_seq", "scan", ["station_id", "seq"])
    op.create_table(
        "tied_code",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("chart_id", Id, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["chart_id"], ["chart.id"], name="fk_tied_code_chart_id"),
        sa.PrimaryKeyConstraint("text", name="pk_tied_code"),
        sqlite_strict=True,
    )
    op.create_index("ix_tied_code_chart_id", "tied_code", ["chart_id"])
    op.create_table(
        "movement",
        sa.Column("chart_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effective", Flag(), nullable=False),
        sa.Column("from_id", Id, nullable=True),
        sa.Column("to_id", Id, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("station_id", Id, nullable=True),
        sa.Column("scan_id", Id, nullable=True),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("by_hand", Flag(), nullable=False),
        sa.Column("batch_id", Id, nullable=True),
        sa.Column("previous_id", Id, nullable=True),
        sa.Column("undoes_id", Id, nullable=True),
        sa.Column("restores_id", Id, nullable=True),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chart_id"], ["chart.id"], name="fk_movement_chart_id"),
        sa.ForeignKeyConstraint(["from_id"], ["location.id"], name="fk_movement_from_id"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name="fk_movement_scan_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_movement_staff_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_movement_station_id"),
        sa.ForeignKeyConstraint(["to_id"], ["location.id"], name="fk_movement_to_id"),
        sa.PrimaryKeyConstraint("id", name="pk_movement"),
        sa.UniqueConstraint("seq", name="uq_movement_seq"),
        sqlite_strict=True,
    )
    op.create_index("ix_movement_batch_id", "movement", ["batch_id"])
    op.create_index("ix_movement_chart_seq", "movement", ["chart_id", "seq"])
    op.create_index("ix_movement_recorded_at", "movement", ["recorded_at"])
    op.create_index("ix_movement_scan_id", "movement", ["scan_id"])
    op.create_index("ix_movement_station_at", "movement", ["station_id", "at"])
    op.create_index("ix_movement_undoes_id", "movement", ["undoes_id"])
    op.create_index(
        "ix_movement_unrecorded",
        "movement",
        ["recorded_at"],
        sqlite_where=sa.text("kind = 'unrecorded'"),
        postgresql_where=sa.text("kind = 'unrecorded'"),
    )
    head = sa.table("head", *(sa.column(name) for name in ("id", "epoch", "seq", "hash")))
    op.execute(sa.insert(head).values(id=1, epoch=secrets.token_hex(8), seq=0, hash=""))
    for table in ("scan", "movement", "audit"):
        protect(table)
