"""What a fact tells of a person stands beside it: it can be erased, and the fact stays whole.

The fact holds a salted commitment to it (HMAC-SHA256, keyed with 128 random bits). The salt is
erased with the values: then nobody can find out by trying what they were.
"""

import hmac
import secrets
from typing import Any

from sqlalchemy import Connection, insert

from kiosk.store.rows import PersonalRow
from kiosk.store.types import canonical

SALTED = "salted:"
COMMITTED = "personal"  # where the facts of an audit hold their commitment
_SALT_BYTES = 16
_KEEP = insert(PersonalRow)


def keep_personal(connection: Connection, fact_id: int, told: dict[str, Any]) -> str:
    """Keep values beside a fact; return the commitment that the fact holds instead."""
    salt = secrets.token_hex(_SALT_BYTES)
    connection.execute(_KEEP, {"fact_id": fact_id, "salt": salt, "told": told})
    return commitment(salt, told)


def commitment(salt: str, told: dict[str, Any]) -> str:
    """Return what a fact holds for values with their salt."""
    said = canonical(told).encode(errors="replace")
    return SALTED + hmac.digest(bytes.fromhex(salt), said, "sha256").hex()
