"""Patients, and under what they are found."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.rows.base import Base, foreign_key, own_id, partial_index
from kiosk.store.types import Sortable


class PatientRow(Base):
    """A patient's number, with the name in plain letters, by which it is compared.

    ``birth_date`` and ``died`` are as ``kiosk.domain.known_dates`` keeps them. ``person_id`` is the
    number under which the patient goes on since a merge, else its own id.
    """

    __tablename__ = "patient"
    __table_args__ = (
        Index("ix_patient_letters", "family_letters", "given_letters"),
        Index("ix_patient_birth_date", "birth_date"),
    )
    id: Mapped[int] = own_id()
    mrn: Mapped[str] = mapped_column(Sortable, unique=True)
    family_name: Mapped[str]
    given_name: Mapped[str]
    family_letters: Mapped[str] = mapped_column(Sortable)
    given_letters: Mapped[str] = mapped_column(Sortable)
    birth_date: Mapped[str | None]
    died: Mapped[str] = mapped_column(server_default="")
    person_id: Mapped[int] = foreign_key("patient.id", index=True)


class FormerNameRow(Base):
    """A name that a patient had until it was corrected."""

    __tablename__ = "former_name"
    id: Mapped[int] = own_id()
    patient_id: Mapped[int] = foreign_key("patient.id", index=True)
    family_name: Mapped[str]
    given_name: Mapped[str]
    until: Mapped[datetime]


class NameWordRow(Base):
    """A word under which a patient is found, and what it sounds like; also of former names."""

    __tablename__ = "name_word"
    __table_args__ = (
        Index("ix_name_word_patient", "patient_id", "word"),
        Index("ix_name_word_sound", "sound", "patient_id"),
        partial_index("ix_name_word_former", "former = 1", "word", "patient_id"),
    )
    word: Mapped[str] = mapped_column(Sortable, primary_key=True)
    patient_id: Mapped[int] = foreign_key("patient.id", primary_key=True)
    sound: Mapped[str] = mapped_column(Sortable)
    former: Mapped[bool]


class NumberRow(Base):
    """A number under which a patient is found: ``until`` when it was theirs, None for today's.

    ``backwards`` is the number from its end, so that its last digits find it by index.
    """

    __tablename__ = "patient_number"
    __table_args__ = (
        Index("ix_patient_number_backwards", "backwards"),
        Index("ix_patient_number_patient", "patient_id"),
    )
    number: Mapped[str] = mapped_column(Sortable, primary_key=True)
    patient_id: Mapped[int] = foreign_key("patient.id", primary_key=True)
    backwards: Mapped[str] = mapped_column(Sortable)
    until: Mapped[datetime | None]


class MergeRow(Base):
    """Two numbers that became one: ``from`` goes on under ``into`` until that is taken back."""

    __tablename__ = "merge"
    id: Mapped[int] = own_id()
    from_id: Mapped[int] = foreign_key("patient.id", index=True)
    into_id: Mapped[int] = foreign_key("patient.id", index=True)
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
