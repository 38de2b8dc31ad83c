"""Whether what facts tell of persons is still what they were told, and what was erased of it."""

import json
from collections.abc import Iterator
from hmac import compare_digest

from sqlalchemy import Connection, String, func, select, type_coerce

from kiosk.domain.faults import Broken, Fault
from kiosk.store.personal import COMMITTED, SALTED, commitment
from kiosk.store.rows import AuditRow, PersonalRow, ScanRow

_HELD = f'"{COMMITTED}":"{SALTED}'
_AT_ONCE = 1000


def personal_faults(connection: Connection) -> Iterator[Fault]:
    """Name each fact beside which another thing stands than was committed to."""
    kept = (
        select(PersonalRow.fact_id, PersonalRow.salt, ScanRow.seq, ScanRow.text_hash)
        .add_columns(AuditRow.seq.label("audit_seq"))
        .add_columns(type_coerce(AuditRow.detail, String).label("detail"))
        .add_columns(type_coerce(PersonalRow.told, String).label("told"))
        .outerjoin(ScanRow, ScanRow.id == PersonalRow.fact_id)
        .outerjoin(AuditRow, AuditRow.id == PersonalRow.fact_id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in connection.execute(kept):
        seq = row.seq or row.audit_seq
        if seq is None:
            yield Fault(Broken.PERSONAL_OF_NOTHING, {"row": row.fact_id})
        elif not _is_as_told(row.salt, row.told, row.text_hash, row.detail):
            yield Fault(Broken.PERSONAL_CHANGED, {"seq": seq})


def _is_as_told(salt: str, told: str, text_hash: str | None, detail: str | None) -> bool:
    """Tell whether values are what their fact holds; only scans from before salts have none."""
    try:
        values = json.loads(told)
        held = text_hash or str(json.loads(detail or "{}")[COMMITTED])
        if salt or held.startswith(SALTED):
            return compare_digest(held, commitment(salt, values))
        return list(values) == ["text"]
    except (KeyError, TypeError, ValueError):  # no JSON, no such key, no salt that we wrote
        return False


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
