"""What the set-up refuses: twins, what was scanned, spots that move, roles without PINs."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kiosk.domain.errors import EntryRefused
from kiosk.domain.loans import PlaceKind
from kiosk.domain.names import folded
from kiosk.domain.roles import May, Role, permits
from kiosk.domain.why import Why
from kiosk.services.access.sign_in import SignedIn, require
from kiosk.services.setup.entries import (
    Entry,
    StaffEntry,
)
from kiosk.store.rows import (
    LocationRow,
    ScanRow,
    StaffRow,
)


def refuse_scanned(session: Session, row: Any) -> None:
    """Refuse to delete a card that was ever scanned: desks may remember what it stands for."""
    code = getattr(row, "code", None)
    if code and session.scalar(select(exists().where(ScanRow.text == code))):
        raise EntryRefused(field="entry", why=Why.WAS_SCANNED)


def refuse_moved_spot(row: LocationRow, values: dict[str, Any]) -> None:
    """Refuse to let a shelf or counter become a place or move to one; raises EntryRefused."""
    is_spot = PlaceKind.SPOT in (row.kind, values["kind"])
    if is_spot and (row.kind, row.inside_id) != (values["kind"], values["inside_id"]):
        raise EntryRefused(field="shelf_or_counter", why=Why.STAYS_THERE)


def only_by_administrators(row: Any, entry: StaffEntry, signed: SignedIn) -> None:
    """Let only those who may say who may give roles and PINs; raises NotPermitted."""
    held = row.role if row else Role.CLERK
    if entry.pin or entry.role != held or permits(held, May.SAY_WHO_MAY):
        require(signed, May.SAY_WHO_MAY)


def refuse_without_pin(row: Any, entry: StaffEntry) -> None:
    """Refuse a role that may sign in, but has no PIN; raises EntryRefused."""
    has_pin = bool(entry.pin) or bool(row and row.pin_hash)
    if permits(entry.role, May.SIGN_IN) and not has_pin:
        raise EntryRefused(field="pin", why=Why.PIN_NEEDED)


def keep_an_administrator(session: Session, entry: type[Entry]) -> None:
    """Refuse to leave staff with roles, but nobody who could give them one."""
    if entry is not StaffEntry:
        return
    with_pin = StaffRow.pin_hash != ""
    able = exists().where(StaffRow.role == Role.ADMINISTRATOR.value, with_pin)
    if session.scalar(select(exists().where(with_pin))) and not session.scalar(select(able)):
        raise EntryRefused(field="role", why=Why.LAST_ADMINISTRATOR)


def refuse_twin(session: Session, table: Any, name: str, row_id: int | None) -> None:
    """Refuse a name that differs from another one only in case, accents or spaces."""
    others = session.execute(select(table.id, table.name)).all()
    if any(folded(other.name) == folded(name) and other.id != row_id for other in others):
        raise EntryRefused(field="name", why=Why.TAKEN)
