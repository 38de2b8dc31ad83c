"""What is set up: locations, people, stations, and the rules of loans."""

from datetime import datetime

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.rows.base import Base, foreign_key, own_id
from kiosk.store.types import Id


class LocationRow(Base):
    """Anything that can hold a chart: a place, or a spot ``inside`` one.

    ``filing`` is how a file room shelves, ``wants`` which volumes a borrower is to get.
    """

    __tablename__ = "location"
    id: Mapped[int] = own_id()
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    inside_id: Mapped[int | None] = foreign_key("location.id", index=True)
    department: Mapped[str]
    contact: Mapped[str]
    phone: Mapped[str]
    loan_days: Mapped[int | None] = mapped_column(Integer)
    filing: Mapped[str]
    wants: Mapped[str]
    stopped: Mapped[bool]


class StaffRow(Base):
    """Somebody with a badge. Who may do more than scan has a PIN, kept as an Argon2 hash."""

    __tablename__ = "staff"
    id: Mapped[int] = own_id()
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    operator: Mapped[bool]
    role: Mapped[str]
    pin_hash: Mapped[str]
    pin_failures: Mapped[int] = mapped_column(Integer)
    locked_until: Mapped[datetime | None]


class SignInRow(Base):
    """A supervisor's session in one browser; ``token_hash`` is of the secret in its cookie."""

    __tablename__ = "sign_in"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = foreign_key("staff.id")
    station_id: Mapped[int | None] = foreign_key("station.id", index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class RecordTypeRow(Base):
    """Medical record, radiology jacket, ...; ``colour`` is that of its band on labels, if any."""

    __tablename__ = "record_type"
    id: Mapped[int] = own_id()
    name: Mapped[str] = mapped_column(unique=True)
    loan_days: Mapped[int | None] = mapped_column(Integer)
    colour: Mapped[str] = mapped_column(server_default="")


class StationRow(Base):
    """One kiosk at one desk; ``key`` names it in addresses and cookies.

    Times are in seconds, none: as the settings say. ``stock`` is what its printer holds.
    """

    __tablename__ = "station"
    id: Mapped[int] = own_id()
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    place_id: Mapped[int] = foreign_key("location.id", index=True)
    camera: Mapped[bool]
    sounds: Mapped[bool]
    stock: Mapped[str]
    destination_seconds: Mapped[int | None] = mapped_column(Integer)
    in_hand_seconds: Mapped[int | None] = mapped_column(Integer)
    operator_seconds: Mapped[int | None] = mapped_column(Integer)


class StationBrowserRow(Base):
    """A browser that shows a station's desk, and when it was last heard of."""

    __tablename__ = "station_browser"
    __table_args__ = (Index("ix_station_browser_seen", "station_id", "seen_at"),)
    station_id: Mapped[int] = foreign_key("station.id", primary_key=True)
    browser: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


class ReasonRow(Base):
    """A reason for opening or sending a sensitive chart, with a card of its own."""

    __tablename__ = "reason"
    id: Mapped[int] = own_id()
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)


class LoanRow(Base):
    """The loan of a kind of place, which is its ``name``, where it is not as usual."""

    __tablename__ = "loan"
    id: Mapped[int] = own_id()
    name: Mapped[str] = mapped_column(unique=True)
    days: Mapped[int] = mapped_column(Integer)
    working: Mapped[bool]


class HolidayRow(Base):
    """A day on which nobody works; ``name`` is its date (ISO 8601), of each year if ``yearly``."""

    __tablename__ = "holiday"
    id: Mapped[int] = own_id()
    name: Mapped[str] = mapped_column(unique=True)
    called: Mapped[str]
    yearly: Mapped[bool] = mapped_column(server_default="0")


class SetUpRow(Base):
    """The one row that counts changes of what is set up: see ``kiosk.store.queries.set_up``.

    The database counts them itself, whoever makes them.
    """

    __tablename__ = "set_up"
    id: Mapped[int] = own_id()
    number: Mapped[int] = mapped_column(Id)


SET_UP: tuple[type[Base], ...] = (
    LocationRow,
    StationRow,
    StaffRow,
    RecordTypeRow,
    LoanRow,
    HolidayRow,
)
