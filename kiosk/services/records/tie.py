"""Tying another system's label to a chart, so that it works like one of ours."""

from datetime import datetime

from sqlalchemy import Connection, exists, insert, select, update

from kiosk.domain.codes import ForeignText, alike, parse
from kiosk.domain.errors import EntryRefused
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.why import Why
from kiosk.store.engine import WriteTransaction
from kiosk.store.hot_path.charts import tied_chart
from kiosk.store.queries.patients import is_number
from kiosk.store.rows import TiedCodeRow

LONGEST = 64


def check_tie(connection: Connection, text: str, chart_id: int, mrn: MrnFormat) -> None:
    """Raise EntryRefused for a text that may not mean a chart.

    A patient's number may not: a wrist-band carries it too, and looking up must move nothing.
    """
    if not isinstance(parse(text), ForeignText):
        raise EntryRefused(field="label", why=Why.OUR_CODE)
    if len(text) > LONGEST:
        raise EntryRefused(field="label", why=Why.TOO_LONG, most=LONGEST)
    if is_number(connection, text, mrn):
        raise EntryRefused(field="label", why=Why.HOLDS_NUMBER)
    tied = select(TiedCodeRow.chart_id).where(TiedCodeRow.text == text)
    if connection.execute(tied).scalar() not in (None, chart_id):
        raise EntryRefused(field="label", why=Why.TIED)


def tie(writing: WriteTransaction, text: str, chart_id: int, now: datetime) -> None:
    """Let a label's text mean a chart from now on, and what reads alike if it is no other's."""
    connection, same = writing.connection, alike(text)
    if tied_chart(connection, text) == chart_id:
        return
    others = TiedCodeRow.alike == same, TiedCodeRow.chart_id != chart_id
    is_alone = not connection.execute(select(exists().where(*others))).scalar()
    if not is_alone:
        connection.execute(update(TiedCodeRow).where(TiedCodeRow.alike == same).values(alone=False))
    row = {"text": text, "chart_id": chart_id, "at": now, "alike": same, "alone": is_alone}
    connection.execute(insert(TiedCodeRow), row)
