"""Whether what facts tell of persons is still what they were told, and what was erased of it."""

from collections.abc import Iterator

from sqlalchemy import Connection, String, func, select

from kiosk.store.personal import COMMITTED, SALTED, commitment
from kiosk.store.rows import AuditRow, PersonalRow, ScanRow

_HELD = f'"{COMMITTED}":"{SALTED}'
_AT_ONCE = 1000


def personal_faults(connection: Connection) -> Iterator[str]:
    """Name each fact beside which another thing stands than was committed to."""
    kept = (
        select(PersonalRow.fact_id, PersonalRow.salt, PersonalRow.told)
        .add_columns(ScanRow.seq, ScanRow.text_hash)
        .add_columns(AuditRow.seq.label("audit_seq"), AuditRow.detail)
        .outerjoin(ScanRow, ScanRow.id == PersonalRow.fact_id)
        .outerjoin(AuditRow, AuditRow.id == PersonalRow.fact_id)
        .where(PersonalRow.salt != "")
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in connection.execute(kept):
        held = row.text_hash or (row.detail or {}).get(COMMITTED)
        if held != commitment(row.salt, row.told):
            seq = row.seq or row.audit_seq
            yield f"what fact {seq} tells of a person was changed"


def count_erased(connection: Connection) -> int:
    """Count the facts whose personal values were erased."""
    kept = PersonalRow.fact_id.is_not(None)
    scans = (
        select(func.count())
        .select_from(ScanRow)
        .outerjoin(PersonalRow, PersonalRow.fact_id == ScanRow.id)
        .where(ScanRow.text_hash.startswith(SALTED), ~kept)
    )
    audits = (
        select(func.count())
        .select_from(AuditRow)
        .outerjoin(PersonalRow, PersonalRow.fact_id == AuditRow.id)
        .where(AuditRow.detail.cast(String).contains(_HELD), ~kept)
    )
    return sum(connection.execute(query).scalar_one() for query in (scans, audits))
