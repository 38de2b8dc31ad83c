"""Printers, and what they are to print."""

from datetime import datetime

from sqlalchemy import Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.rows.base import Base, own_id, to


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
    station_id: Mapped[int | None] = to("station.id")
    what: Mapped[str]


class PrintJobRow(Base):
    """Labels on their way to a printer, as it will get them.

    ``charts`` are those whose label this is: they count as not verified once it came out.
    ``changed_at`` is when ``state`` began, ``next_at`` when a waiting one is tried (again), ``why``
    what the printer said last.
    """

    __tablename__ = "print_job"
    __table_args__ = (Index("ix_print_job_state", "state", "next_at"),)
    id: Mapped[int] = own_id()
    printer_id: Mapped[int] = to("printer.id", index=True)
    station_id: Mapped[int | None] = to("station.id", index=True)
    staff_id: Mapped[int | None] = to("staff.id")
    at: Mapped[datetime]
    title: Mapped[str]
    labels: Mapped[int] = mapped_column(Integer)
    charts: Mapped[list[str]]
    language: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(Integer)
    next_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    why: Mapped[str]
