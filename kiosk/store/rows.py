"""The tables, as typed models. Facts (scans, movements, audits) are only ever added."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, Integer, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kiosk.store.types import Flag, Id, PlainJson, Sortable, UtcTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The metadata that migrations are compared with."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        bool: Flag,
        datetime: UtcTime,
        dict[str, Any]: PlainJson,
        list[str]: PlainJson,
    }


def _id() -> Mapped[int]:
    return mapped_column(Id, primary_key=True, autoincrement=False)


def _to(column: str, **options: Any) -> Any:
    return mapped_column(Id, ForeignKey(column), **options)


class HeadRow(Base):
    """The one row that numbers all facts and ends their chain."""

    __tablename__ = "head"
    id: Mapped[int] = _id()
    epoch: Mapped[str]
    seq: Mapped[int] = mapped_column(Id)
    hash: Mapped[str]


class LocationRow(Base):
    """Anything that can hold a chart."""

    __tablename__ = "location"
    id: Mapped[int] = _id()
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    phone: Mapped[str]
    loan_days: Mapped[int | None] = mapped_column(Integer)
    stopped: Mapped[bool]


class StaffRow(Base):
    """Somebody with a badge."""

    __tablename__ = "staff"
    id: Mapped[int] = _id()
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    operator: Mapped[bool]


class RecordTypeRow(Base):
    """Medical record, radiology jacket, ..."""

    __tablename__ = "record_type"
    id: Mapped[int] = _id()
    name: Mapped[str] = mapped_column(unique=True)
    loan_days: Mapped[int | None] = mapped_column(Integer)


class StationRow(Base):
    """One kiosk at one desk; ``key`` names it in addresses and cookies."""

    __tablename__ = "station"
    id: Mapped[int] = _id()
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    place_id: Mapped[int] = _to("location.id", index=True)


class PatientRow(Base):
    """A patient; the folded names are what a search compares with."""

    __tablename__ = "patient"
    __table_args__ = (
        Index("ix_patient_family_given", "family_folded", "given_folded"),
        Index("ix_patient_given", "given_folded"),
    )
    id: Mapped[int] = _id()
    mrn: Mapped[str] = mapped_column(Sortable, unique=True)
    family_name: Mapped[str]
    given_name: Mapped[str]
    family_folded: Mapped[str] = mapped_column(Sortable)
    given_folded: Mapped[str] = mapped_column(Sortable)
    birth_date: Mapped[str | None]


class GivenCodeRow(Base):
    """Every code ever given to a label or card: never given again."""

    __tablename__ = "given_code"
    code: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class LabelRow(Base):
    """A label printed for a new folder; the folder exists once the label is scanned."""

    __tablename__ = "label"
    __table_args__ = (UniqueConstraint("patient_id", "record_type_id", "volume"),)
    code: Mapped[str] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = _to("patient.id")
    record_type_id: Mapped[int] = _to("record_type.id")
    volume: Mapped[int] = mapped_column(Integer)
    home_id: Mapped[int] = _to("location.id")
    at: Mapped[datetime]


class ChartRow(Base):
    """One folder. Its place is the ``to`` of the movement it points at.

    ``last_scan_id`` is the newest scan that proved where it is; ``label_read_id`` the first scan
    that read its newest label (none: not verified).
    """

    __tablename__ = "chart"
    __table_args__ = (UniqueConstraint("patient_id", "record_type_id", "volume"),)
    id: Mapped[int] = _id()
    code: Mapped[str] = mapped_column(unique=True)
    patient_id: Mapped[int] = _to("patient.id")
    record_type_id: Mapped[int] = _to("record_type.id")
    volume: Mapped[int] = mapped_column(Integer)
    home_id: Mapped[int] = _to("location.id")
    last_movement_id: Mapped[int] = mapped_column(Id)
    last_scan_id: Mapped[int | None] = mapped_column(Id)
    label_read_id: Mapped[int | None] = mapped_column(Id)


class FactRow(Base):
    """What every fact has: its number, and its link in the keyed chain."""

    __abstract__ = True
    id: Mapped[int] = _id()
    seq: Mapped[int] = mapped_column(Id, unique=True)
    previous_hash: Mapped[str]
    hash: Mapped[str]


class ScanRow(FactRow):
    """One scan, its outcome, and the desk state that it left.

    ``text`` is kept here only if it is a code of ours; ``at`` is when it counts. ``placed_back``
    marks a stored scan that came in after a later one of its station.
    """

    __tablename__ = "scan"
    __table_args__ = (
        Index("ix_scan_station_seq", "station_id", "seq"),
        Index("ix_scan_station_at", "station_id", "at"),
    )
    scan_id: Mapped[str] = mapped_column(unique=True)
    station_id: Mapped[int] = _to("station.id")
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
    chart_id: Mapped[int | None] = _to("chart.id")
    operator_id: Mapped[int | None] = _to("staff.id")
    detail: Mapped[dict[str, Any]]
    state: Mapped[dict[str, Any]]
    read: Mapped[dict[str, Any] | None] = mapped_column(PlainJson)


class ScanTextRow(Base):
    """The raw text of a scan that is no code of ours, by the scan's id; may be purged."""

    __tablename__ = "scan_text"
    scan_id: Mapped[int] = _id()
    text: Mapped[str]


class MovementRow(FactRow):
    """One dated fact: which chart, from, to, kind, who, when.

    ``since`` is when the stay at ``to`` began, ``due_at`` when the loan ends; an undo carries those
    of the movement it ``restores``. ``previous_id`` is the newest effective one before it.
    """

    __tablename__ = "movement"
    __table_args__ = (
        Index("ix_movement_chart_seq", "chart_id", "seq"),
        Index("ix_movement_station_at", "station_id", "at"),
    )
    chart_id: Mapped[int] = _to("chart.id")
    kind: Mapped[str]
    effective: Mapped[bool]
    from_id: Mapped[int | None] = _to("location.id")
    to_id: Mapped[int] = _to("location.id")
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    station_id: Mapped[int | None] = _to("station.id")
    scan_id: Mapped[int | None] = _to("scan.id", index=True)
    staff_id: Mapped[int | None] = _to("staff.id")
    by_hand: Mapped[bool]
    batch_id: Mapped[int | None] = mapped_column(Id, index=True)
    previous_id: Mapped[int | None] = mapped_column(Id)
    undoes_id: Mapped[int | None] = mapped_column(Id, index=True)
    restores_id: Mapped[int | None] = mapped_column(Id)


class AuditRow(FactRow):
    """One change of what is set up: who changed what, and how it was before."""

    __tablename__ = "audit"
    at: Mapped[datetime]
    what: Mapped[str]
    subject: Mapped[str]
    staff_id: Mapped[int | None] = _to("staff.id")
    station_id: Mapped[int | None] = _to("station.id")
    detail: Mapped[dict[str, Any]]


FACTS: tuple[type[FactRow], ...] = (ScanRow, MovementRow, AuditRow)
