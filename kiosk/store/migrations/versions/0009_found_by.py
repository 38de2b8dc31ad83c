"""What patients are found by: each word of a name, each number from both its ends."""

import sqlalchemy as sa
from alembic import op

from kiosk.domain.names import letters_of, sound_of, words_of
from kiosk.store.types import Flag, Id, Sortable, UtcTime

revision = "0009"
down_revision = "0008"
AT_ONCE = 5000
_PATIENTS = sa.table(
    "patient",
    sa.column("id", sa.BigInteger()),
    sa.column("mrn", sa.Text()),
    sa.column("family_name", sa.Text()),
    sa.column("given_name", sa.Text()),
    sa.column("family_letters", sa.Text()),
    sa.column("given_letters", sa.Text()),
)


def upgrade() -> None:
    """Make the tables, and write into them what the patients on file are found by."""
    op.drop_index("ix_patient_family_given", "patient")
    op.drop_index("ix_patient_given", "patient")
    op.execute("ALTER TABLE patient RENAME COLUMN family_folded TO family_letters")
    op.execute("ALTER TABLE patient RENAME COLUMN given_folded TO given_letters")
    op.create_table(
        "former_name",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("patient_id", Id, nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_former_name_patient_id"),
        sa.PrimaryKeyConstraint("id", name="pk_former_name"),
        sqlite_strict=True,
    )
    words = op.create_table(
        "name_word",
        sa.Column("word", Sortable, nullable=False),
        sa.Column("patient_id", Id, autoincrement=False, nullable=False),
        sa.Column("sound", Sortable, nullable=False),
        sa.Column("former", Flag(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_name_word_patient_id"),
        sa.PrimaryKeyConstraint("word", "patient_id", name="pk_name_word"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    numbers = op.create_table(
        "patient_number",
        sa.Column("number", Sortable, nullable=False),
        sa.Column("patient_id", Id, autoincrement=False, nullable=False),
        sa.Column("backwards", Sortable, nullable=False),
        sa.Column("until", UtcTime()),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_patient_number_patient_id"
        ),
        sa.PrimaryKeyConstraint("number", "patient_id", name="pk_patient_number"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    _fill(words, numbers)
    op.create_index("ix_patient_letters", "patient", ["family_letters", "given_letters"])
    op.create_index("ix_patient_birth_date", "patient", ["birth_date"])
    op.create_index("ix_former_name_patient_id", "former_name", ["patient_id"])
    op.create_index("ix_name_word_patient", "name_word", ["patient_id", "word"])
    op.create_index("ix_name_word_sound", "name_word", ["sound", "patient_id"])
    former = sa.text("former = 1")
    op.create_index(
        "ix_name_word_former",
        "name_word",
        ["word", "patient_id"],
        sqlite_where=former,
        postgresql_where=former,
    )
    op.create_index("ix_patient_number_backwards", "patient_number", ["backwards"])
    op.create_index("ix_patient_number_patient", "patient_number", ["patient_id"])


def _fill(words: sa.Table, numbers: sa.Table) -> None:
    connection, after = op.get_bind(), -1
    some = sa.select(_PATIENTS).order_by(_PATIENTS.c.id).limit(AT_ONCE)
    letters = (
        _PATIENTS.update()
        .where(_PATIENTS.c.id == sa.bindparam("of"))
        .values(family_letters=sa.bindparam("family"), given_letters=sa.bindparam("given"))
    )
    while rows := connection.execute(some.where(_PATIENTS.c.id > after)).all():
        after = rows[-1].id
        compared = [
            {
                "of": row.id,
                "family": letters_of(row.family_name),
                "given": letters_of(row.given_name),
            }
            for row in rows
        ]
        connection.execute(letters, compared)
        named = [
            {"word": word, "patient_id": row.id, "sound": sound_of(word), "former": False}
            for row in rows
            for word in words_of(row.family_name, row.given_name)
        ]
        if named:
            connection.execute(words.insert(), named)
        numbered = [
            {"number": row.mrn, "patient_id": row.id, "backwards": row.mrn[::-1], "until": None}
            for row in rows
        ]
        connection.execute(numbers.insert(), numbered)
