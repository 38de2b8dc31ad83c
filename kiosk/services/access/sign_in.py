"""Who may do what no scan can take back: a name or a badge, a PIN, and a session that ends."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error
from sqlalchemy import Connection, delete, exists, select, update

from kiosk.domain.actors import Actor
from kiosk.domain.codes import Code, parse
from kiosk.domain.errors import NotPermitted, PinLocked, PinWrong
from kiosk.domain.names import folded
from kiosk.domain.roles import LOCKED_FOR, MOST_FAILURES, May, Role, least_role, permits
from kiosk.services.records.audit import audit
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.queries.set_up import station_at
from kiosk.store.rows import SignInRow, StaffRow, StationRow

RENEWED_EVERY = timedelta(seconds=30)
_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, with their role as it is kept, and at which station."""

    staff_id: int
    name: str
    role: str
    station_id: int | None

    def may(self, what: May) -> bool:
        """Tell whether their role permits something."""
        return permits(self.role, what)

    @property
    def actor(self) -> Actor:
        """Who acts while they are signed in."""
        return Actor(self.staff_id, self.station_id)


def hash_pin(pin: str) -> str:
    """Return what is kept of a PIN: its Argon2id hash (RFC 9106)."""
    return _hasher.hash(pin)


def require(signed: SignedIn | None, what: May) -> SignedIn:
    """Return who is signed in; raises NotPermitted for nobody, or whose role does not permit it."""
    if signed is None or not signed.may(what):
        raise NotPermitted(role=least_role(what).value)
    return signed


def has_administrator(database: Database) -> bool:
    """Tell whether there is an administrator who can sign in."""
    with database.read() as reading:
        able = exists().where(StaffRow.role == Role.ADMINISTRATOR.value, StaffRow.pin_hash != "")
        return bool(reading.session.scalar(select(able)))


def sign_in(database: Database, who: str, pin: str, station_key: str, now: datetime) -> str:
    """Sign somebody in by name or badge and PIN; return the secret for the browser's cookie.

    Raises NotPermitted for a role that may not, PinWrong, or PinLocked after too many wrong ones.
    Each try is counted before the PIN is looked at, so that tries at the same moment count too.
    """
    staff_id, pin_hash, failures = _count_try(database, who, now)
    if not _fits(pin_hash, pin):
        if failures >= MOST_FAILURES:
            with database.write() as writing:
                audit(writing, now, "pin-locked", staff_id, {}, Actor(staff_id))
        raise PinWrong(tries=MOST_FAILURES)
    token = secrets.token_urlsafe(32)
    with database.write() as writing:
        if not permits(writing.session.get_one(StaffRow, staff_id).role, May.SIGN_IN):
            raise NotPermitted(role=least_role(May.SIGN_IN).value)
        station = station_at(writing.connection, station_key)
        station_id = station.id if station else None
        long_idle = delete(SignInRow).where(SignInRow.seen_at < now - timedelta(days=1))
        writing.connection.execute(long_idle)
        open_again = {"pin_failures": 0, "locked_until": None}
        writing.connection.execute(
            update(StaffRow).where(StaffRow.id == staff_id).values(open_again)
        )
        writing.session.add(
            SignInRow(
                token_hash=_token_hash(token),
                staff_id=staff_id,
                station_id=station_id,
                began_at=now,
                seen_at=now,
            )
        )
        audit(writing, now, "signed-in", staff_id, {}, Actor(staff_id, station_id))
    return token


def signed_in(
    database: Database, settings: Settings, token: str, now: datetime, *, renews: bool = True
) -> SignedIn | None:
    """Return whose session a cookie's secret belongs to; None where it has ended, or by idling.

    ``renews`` is false for what a desk does by itself or for others: scans and polling.
    """
    if not token:
        return None
    with database.read() as reading:
        row = reading.session.execute(
            select(SignInRow, StaffRow.name, StaffRow.role, StationRow.operator_seconds)
            .join(StaffRow, StaffRow.id == SignInRow.staff_id)
            .outerjoin(StationRow, StationRow.id == SignInRow.station_id)
            .where(SignInRow.token_hash == _token_hash(token))
        ).one_or_none()
        if row is None:
            return None
        held, name, role, own_seconds = row
        lasts = timedelta(seconds=own_seconds or settings.operator_seconds)
        seen_at, signed = (
            held.seen_at,
            SignedIn(held.staff_id, name, role, held.station_id),
        )
    if now - seen_at > lasts or not signed.may(May.SIGN_IN):
        return None
    if renews and now - seen_at > RENEWED_EVERY:
        with database.write() as writing:
            seen = update(SignInRow).where(SignInRow.token_hash == _token_hash(token))
            writing.connection.execute(seen.values(seen_at=now))
    return signed


def move_sign_in(database: Database, token: str, station_key: str) -> None:
    """Let a session belong to the station that its browser is now, whose SIGN-OFF ends it."""
    with database.write() as writing:
        station = station_at(writing.connection, station_key)
        held = update(SignInRow).where(SignInRow.token_hash == _token_hash(token))
        writing.connection.execute(held.values(station_id=station.id if station else None))


def sign_out(database: Database, token: str) -> None:
    """End a session."""
    with database.write() as writing:
        ended = delete(SignInRow).where(SignInRow.token_hash == _token_hash(token))
        writing.connection.execute(ended)


def end_sign_ins(connection: Connection, station_id: int, but: int | None = None) -> None:
    """End every session of a station, as its SIGN-OFF card does; or all but those of one person."""
    of_station = delete(SignInRow).where(SignInRow.station_id == station_id)
    connection.execute(of_station.where(SignInRow.staff_id != but) if but else of_station)


def end_sign_ins_of(connection: Connection, staff_id: int) -> None:
    """End every session of a person, whose PIN was changed."""
    connection.execute(delete(SignInRow).where(SignInRow.staff_id == staff_id))


def anybody_signed_in(connection: Connection, station_id: int) -> bool:
    """Tell whether a supervisor's session was begun at a station and not ended."""
    return bool(
        connection.execute(select(exists().where(SignInRow.station_id == station_id))).scalar()
    )


def _count_try(database: Database, who: str, now: datetime) -> tuple[int, str, int]:
    """Count a try, and return whose it is: id, hash of the PIN, and tries so far."""
    code = parse(who)
    with database.write() as writing:
        staff = list(writing.session.scalars(select(StaffRow).where(StaffRow.pin_hash != "")))
        text = code.text if isinstance(code, Code) else ""
        named = [one for one in staff if one.code == text or folded(one.name) == folded(who)]
        if not named:
            return 0, "", 0
        row = writing.session.get_one(
            StaffRow, named[0].id, with_for_update=True, populate_existing=True
        )
        if row.locked_until and now < row.locked_until:
            minutes = -(-(row.locked_until - now) // timedelta(minutes=1))
            raise PinLocked(minutes=minutes)
        row.pin_failures = row.pin_failures % MOST_FAILURES + 1
        row.locked_until = now + LOCKED_FOR if row.pin_failures >= MOST_FAILURES else None
        return row.id, row.pin_hash, row.pin_failures


def _fits(pin_hash: str, pin: str) -> bool:
    try:
        # For nobody the same time is taken, so that names cannot be told by it.
        fits = _hasher.verify(pin_hash or _nobodys_hash(), pin.strip())
    except Argon2Error:
        return False
    return fits and bool(pin_hash)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_hex(8))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
