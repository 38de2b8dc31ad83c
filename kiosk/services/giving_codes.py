"""Giving out codes: random, and never one that was given before."""

import secrets
from datetime import datetime

from sqlalchemy import insert, select

from kiosk.domain.codes import RANDOM_DIGITS, Code, Kind, make_code
from kiosk.store.engine import Writing
from kiosk.store.rows import GivenCodeRow


def give_code(writing: Writing, kind: Kind, now: datetime) -> Code:
    """Give a new code; from now on it is burnt, even if nothing is ever printed or scanned."""
    while True:
        code = make_code(kind, secrets.randbelow(10**RANDOM_DIGITS))
        given = select(GivenCodeRow.code).where(GivenCodeRow.code == code.text)
        if writing.connection.execute(given).one_or_none() is None:
            writing.connection.execute(insert(GivenCodeRow), {"code": code.text, "at": now})
            return code
