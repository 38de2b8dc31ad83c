"""Charts, and what is known of a chart beside where it is."""

from datetime import datetime

from sqlalchemy import Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.rows.base import Base, foreign_key, own_id, partial_index
from kiosk.store.types import Id, Sortable


class GivenCodeRow(Base):
    """Every code ever given to a label or card: never given again."""

    __tablename__ = "given_code"
    code: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class LabelRow(Base):
    """A label printed for a new folder; the folder exists once the label is scanned."""

    __tablename__ = "label"
    __table_args__ = (Index("ix_label_record", "patient_id", "record_type_id"),)
    code: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = foreign_key("patient.id")
    record_type_id: Mapped[int] = foreign_key("record_type.id")
    volume: Mapped[int] = mapped_column(Integer)
    home_id: Mapped[int] = foreign_key("location.id")
    temporary: Mapped[bool]
    stands_for_id: Mapped[int | None] = foreign_key("chart.id", index=True)
    at: Mapped[datetime]


class ChartRow(Base):
    """One folder. Its place is the ``foreign_key`` of the movement it points at.

    ``place_id``, ``since``, ``due_at``, ``sent`` and ``lent`` repeat what that movement says, and
    the two keys the number and volume, so that lists of a million charts are read by index; they
    are written with the pointer, and ``check`` recomputes them. ``last_scan_id`` is the newest
    scan that proved where it is; ``label_read_id`` the newest that read its newest label (none: not
    verified), ``label_wear`` how worn cameras find that label. ``stands_for_id`` is the chart that
    a temporary folder stands in for, ``joined_id`` the one that it was put into. ``report_id`` is
    the newest report that it is missing, until a supervisor has approved that it was found.
    """

    __tablename__ = "chart"
    __table_args__ = (
        UniqueConstraint("patient_id", "record_type_id", "volume", "temporary"),
        Index("ix_chart_place_terminal", "place_id", "terminal_key"),
        Index("ix_chart_place_number", "place_id", "number_key"),
        partial_index("ix_chart_lent_place", "lent = 1", "place_id", "since"),
        partial_index("ix_chart_lent_since", "lent = 1", "since"),
        partial_index("ix_chart_lent_terminal", "lent = 1", "terminal_key"),
        partial_index("ix_chart_due", "due_at IS NOT NULL", "due_at"),
        partial_index("ix_chart_sent", "sent = 1", "since"),
        # Whole, these two would look inviting for the many charts that are neither.
        partial_index("ix_chart_stands_for", "stands_for_id IS NOT NULL", "stands_for_id"),
        partial_index("ix_chart_joined", "joined_id IS NOT NULL", "joined_id"),
        partial_index("ix_chart_report", "report_id IS NOT NULL", "report_id"),
        partial_index("ix_chart_sheets", "sheets_since IS NOT NULL", "sheets_since"),
        partial_index("ix_chart_unverified", "label_read_id IS NULL", "terminal_key"),
        partial_index("ix_chart_weak", "label_wear >= 6", "terminal_key"),
    )
    id: Mapped[int] = own_id()
    code: Mapped[str] = mapped_column(unique=True)
    patient_id: Mapped[int] = foreign_key("patient.id")
    record_type_id: Mapped[int] = foreign_key("record_type.id")
    volume: Mapped[int] = mapped_column(Integer)
    home_id: Mapped[int] = foreign_key("location.id")
    last_movement_id: Mapped[int] = mapped_column(Id)
    last_scan_id: Mapped[int | None] = mapped_column(Id)
    label_read_id: Mapped[int | None] = mapped_column(Id)
    label_wear: Mapped[int] = mapped_column(Integer, server_default="0")
    place_id: Mapped[int] = foreign_key("location.id")
    since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    sent: Mapped[bool]
    lent: Mapped[bool]
    number_key: Mapped[str] = mapped_column(Sortable)
    terminal_key: Mapped[str] = mapped_column(Sortable)
    temporary: Mapped[bool]
    stands_for_id: Mapped[int | None] = foreign_key("chart.id")
    joined_id: Mapped[int | None] = foreign_key("chart.id")
    sensitive: Mapped[bool]
    retired: Mapped[bool]
    sheets: Mapped[str]
    sheets_since: Mapped[datetime | None]
    report_id: Mapped[int | None] = foreign_key("missing_report.id")


class TiedCodeRow(Base):
    """A label of another system that means one of our charts.

    So does what reads ``alike``, where the label stands ``alone``: no other chart's is like it.
    """

    __tablename__ = "tied_code"
    text: Mapped[str] = mapped_column(primary_key=True)
    chart_id: Mapped[int] = foreign_key("chart.id", index=True)
    at: Mapped[datetime]
    alike: Mapped[str] = mapped_column(Sortable, index=True, server_default="")
    alone: Mapped[bool] = mapped_column(server_default="1")


class MissingReportRow(Base):
    """Somebody did not find a chart; ``id`` is that of the scan that said so.

    ``found_scan_id`` is the first scan that saw it since.
    """

    __tablename__ = "missing_report"
    id: Mapped[int] = own_id()
    chart_id: Mapped[int] = mapped_column(Id, index=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = foreign_key("staff.id")
    station_id: Mapped[int] = foreign_key("station.id")
    found_scan_id: Mapped[int | None] = mapped_column(Id)
    found_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = foreign_key("staff.id")


class SearchTickRow(Base):
    """A place where a missing chart was looked for in vain."""

    __tablename__ = "search_tick"
    report_id: Mapped[int] = foreign_key("missing_report.id", primary_key=True)
    location_id: Mapped[int] = foreign_key("location.id", primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = foreign_key("staff.id")


class ExtensionRow(Base):
    """A loan that was extended; ``movement_id`` is the movement that had begun the stay."""

    __tablename__ = "extension"
    scan_id: Mapped[int] = own_id()
    movement_id: Mapped[int] = mapped_column(Id, index=True)
    due_at: Mapped[datetime]
