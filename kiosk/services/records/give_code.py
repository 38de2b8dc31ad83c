"""Giving out codes: random, and never one that was given before."""

import secrets
from datetime import datetime

from sqlalchemy import insert, select

from kiosk.domain.codes import RANDOM_DIGITS, Code, Kind, make_code
from kiosk.store.engine import WriteTransaction
from kiosk.store.rows import GivenCodeRow


def give_code(writing: WriteTransaction, kind: Kind, now: datetime) -> Code:
    """Give a new code; from now on it is burnt, even if nothing is ever printed or scanned."""
    (code,) = give_codes(writing, kind, now, 1)
    return code


def give_codes(writing: WriteTransaction, kind: Kind, now: datetime, count: int) -> list[Code]:
    """Give several new codes, each of them burnt from now on."""
    given: list[Code] = []
    while len(given) < count:
        drawn = {secrets.randbelow(10**RANDOM_DIGITS) for _ in range(count - len(given))}
        codes = {code.text: code for code in (make_code(kind, number) for number in drawn)}
        taken = select(GivenCodeRow.code).where(GivenCodeRow.code.in_(sorted(codes)))
        for text in writing.connection.execute(taken).scalars().all():
            del codes[text]
        if codes:
            rows = [{"code": text, "at": now} for text in codes]
            writing.connection.execute(insert(GivenCodeRow), rows)
        given += codes.values()
    return given
