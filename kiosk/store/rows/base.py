"""What all tables share: metadata, types of columns, ids of our own."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kiosk.store.types import Flag, Id, PlainJson, UtcTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The metadata that migrations are compared with."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        bool: Flag,
        datetime: UtcTime,
        dict[str, Any]: PlainJson,
        list[str]: PlainJson,
    }


def own_id() -> Mapped[int]:
    """Return the column of a row's id, made by us."""
    return mapped_column(Id, primary_key=True, autoincrement=False)


def foreign_key(column: str, **options: Any) -> Any:
    """Return a column that points at another table's ``column``."""
    return mapped_column(Id, ForeignKey(column), **options)


def partial_index(name: str, condition: str, *columns: str) -> Index:
    """Index only the rows of a list that is short beside the table."""
    where = text(condition)
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
