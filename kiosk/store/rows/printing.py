"""Printers, and what they are to print."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.rows.base import Base, foreign_key, own_id


class PrinterRow(Base):
    """A printer: how it is reached, what it understands and holds.

    ``nudge_right`` and ``nudge_down`` are tenths of a millimetre. It is the one to offer first at
    its station (none: at all) for what it is for (empty: for everything).
    """

    __tablename__ = "printer"
    id: Mapped[int] = own_id()
    name: Mapped[str] = mapped_column(unique=True)
    way: Mapped[str]
    address: Mapped[str]
    language: Mapped[str]
    dpi: Mapped[int] = mapped_column(Integer)
    stock: Mapped[str]
    nudge_right: Mapped[int] = mapped_column(Integer)
    nudge_down: Mapped[int] = mapped_column(Integer)
    station_id: Mapped[int | None] = foreign_key("station.id")
    what: Mapped[str]


class PrintJobRow(Base):
    """Labels on their way to a printer; they are drawn when they are sent.

    ``wanted`` is what to print, as JSON: codes, what of them, first place, whether without names.
    ``sent`` of all ``labels`` came out so far. ``attempt`` tells who is sending from who was.
    ``changed_at`` is when anything was last heard of it, ``next_at`` when a waiting one is tried
    (again), ``why`` what it failed by last. ``once`` is made by the page that asked, so that
    asking twice is one job.
    """

    __tablename__ = "print_job"
    __table_args__ = (Index("ix_print_job_state", "state", "next_at"),)
    id: Mapped[int] = own_id()
    printer_id: Mapped[int] = foreign_key("printer.id", index=True)
    station_id: Mapped[int | None] = foreign_key("station.id", index=True)
    staff_id: Mapped[int | None] = foreign_key("staff.id")
    at: Mapped[datetime]
    title: Mapped[str]
    wanted: Mapped[dict[str, Any]]
    labels: Mapped[int] = mapped_column(Integer)
    sent: Mapped[int] = mapped_column(Integer)
    state: Mapped[str]
    attempt: Mapped[int] = mapped_column(Integer)
    tries: Mapped[int] = mapped_column(Integer)
    next_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    why: Mapped[dict[str, Any]]
    once: Mapped[str | None] = mapped_column(unique=True)
