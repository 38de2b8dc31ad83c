"""What a scan is measured beside: the same UPDATE and INSERT with nothing around them."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")  # our own durability


def raw_transaction(folder: Path) -> Callable[[], object]:
    """Return one transaction of raw sqlite3."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    connection.execute("CREATE TABLE chart (id INTEGER PRIMARY KEY, place INTEGER)")
    connection.execute(
        "CREATE TABLE movement (id INTEGER PRIMARY KEY, chart INTEGER, place INTEGER)"
    )
    connection.execute("INSERT INTO chart VALUES (1, 1)")

    def move() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE chart SET place = 3 - place WHERE id = 1")
        connection.execute("INSERT INTO movement (chart, place) VALUES (1, 2)")
        connection.execute("COMMIT")

    return move


class _Base(DeclarativeBase):
    pass


class _Chart(_Base):
    __tablename__ = "chart"
    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int]


class _Movement(_Base):
    __tablename__ = "movement"
    id: Mapped[int] = mapped_column(primary_key=True)
    chart: Mapped[int]
    place: Mapped[int]


def minimal_app(folder: Path) -> Flask:
    """Return the least that Flask and SQLAlchemy's ORM need to move a chart and say so."""
    engine = create_engine(f"sqlite:///{folder / 'floor.db'}", connect_args={"timeout": 5})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    _Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.merge(_Chart(id=1, place=1))
    app = Flask(__name__)

    @app.post("/scans")
    def scan() -> ResponseReturnValue:
        asked = request.get_json()
        with Session(engine) as session, session.begin():
            chart = session.get_one(_Chart, 1)
            chart.place = 3 - chart.place
            movement = _Movement(chart=chart.id, place=chart.place)
            session.add(movement)
            session.flush()
            said = {"text": asked["text"], "place": chart.place, "movement": movement.id}
        return jsonify(said)

    return app
