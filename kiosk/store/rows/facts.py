"""Facts: numbered and chained, only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.rows.base import Base, foreign_key, own_id, partial_index
from kiosk.store.types import Id, PlainJson


class HeadRow(Base):
    """The one row that numbers all facts and ends their chain.

    ``epoch`` is the room's own id, kept by a backup and what is restored from it; ``generation``
    counts how often that was done.
    """

    __tablename__ = "head"
    id: Mapped[int] = own_id()
    epoch: Mapped[str]
    seq: Mapped[int] = mapped_column(Id)
    hash: Mapped[str]
    generation: Mapped[int] = mapped_column(Integer, server_default="1")


class FactRow(Base):
    """What every fact has: its number, and its link in the keyed chain."""

    __abstract__ = True
    id: Mapped[int] = own_id()
    seq: Mapped[int] = mapped_column(Id, unique=True)
    previous_hash: Mapped[str]
    hash: Mapped[str]


class ScanRow(FactRow):
    """One scan, its outcome, and the desk state that it left.

    ``text`` is kept here only if it is a code of ours; ``text_hash`` tells a repeat, and is the
    commitment where the scan tells of a person. ``at`` is when it counts. ``placed_back`` marks a
    stored scan that came in after a later one of its station.
    """

    __tablename__ = "scan"
    __table_args__ = (
        Index("ix_scan_station_seq", "station_id", "seq"),
        Index("ix_scan_station_at", "station_id", "at"),
    )
    scan_id: Mapped[str] = mapped_column(unique=True)
    station_id: Mapped[int] = foreign_key("station.id")
    station_seq: Mapped[int | None] = mapped_column(Id)
    browser_epoch: Mapped[int] = mapped_column(Integer)
    text: Mapped[str | None]
    text_hash: Mapped[str]
    source: Mapped[str]
    stored: Mapped[bool]
    placed_back: Mapped[bool]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    outcome: Mapped[str]
    also: Mapped[list[str]]
    chart_id: Mapped[int | None] = foreign_key("chart.id")
    operator_id: Mapped[int | None] = foreign_key("staff.id")
    detail: Mapped[dict[str, Any]]
    state: Mapped[dict[str, Any]]
    read: Mapped[dict[str, Any] | None] = mapped_column(PlainJson)


class PersonalRow(Base):
    """What a fact, a scan or an audit, tells of a person, by the fact's id; may be erased.

    ``salt`` is that of the fact's commitment; "" where it was made before facts held one.
    """

    __tablename__ = "personal"
    fact_id: Mapped[int] = own_id()
    salt: Mapped[str]
    told: Mapped[dict[str, Any]]


class MovementRow(FactRow):
    """One dated fact: which chart, from, to, kind, who, when.

    ``since`` is when the stay at ``to`` began, ``due_at`` when the loan ends; an undo carries those
    of the movement it ``restores``. ``previous_id`` is the newest effective one before it.
    """

    __tablename__ = "movement"
    __table_args__ = (
        Index("ix_movement_chart_seq", "chart_id", "seq"),
        Index("ix_movement_station_at", "station_id", "at"),
        Index("ix_movement_recorded_at", "recorded_at"),
        partial_index("ix_movement_batch", "batch_id IS NOT NULL", "station_id", "at", "seq"),
        # Whole, these would look useless to a database that counts how many rows hold nothing.
        partial_index("ix_movement_scan_id", "scan_id IS NOT NULL", "scan_id"),
        partial_index("ix_movement_batch_id", "batch_id IS NOT NULL", "batch_id"),
        partial_index("ix_movement_undoes_id", "undoes_id IS NOT NULL", "undoes_id"),
        partial_index("ix_movement_unrecorded", "kind = 'unrecorded'", "recorded_at"),
    )
    chart_id: Mapped[int] = foreign_key("chart.id")
    kind: Mapped[str]
    effective: Mapped[bool]
    from_id: Mapped[int | None] = foreign_key("location.id")
    to_id: Mapped[int] = foreign_key("location.id")
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    station_id: Mapped[int | None] = foreign_key("station.id")
    scan_id: Mapped[int | None] = foreign_key("scan.id")
    staff_id: Mapped[int | None] = foreign_key("staff.id")
    by_hand: Mapped[bool]
    batch_id: Mapped[int | None] = mapped_column(Id)
    previous_id: Mapped[int | None] = mapped_column(Id)
    undoes_id: Mapped[int | None] = mapped_column(Id)
    restores_id: Mapped[int | None] = mapped_column(Id)


class AuditRow(FactRow):
    """One change of what is set up: who changed what, and how it was before."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject"),)
    at: Mapped[datetime]
    what: Mapped[str]
    subject: Mapped[str]
    staff_id: Mapped[int | None] = foreign_key("staff.id")
    station_id: Mapped[int | None] = foreign_key("station.id")
    detail: Mapped[dict[str, Any]]


FACTS: tuple[type[FactRow], ...] = (ScanRow, MovementRow, AuditRow)
