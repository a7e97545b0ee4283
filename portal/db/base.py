"""The declarative base, column types that every table shares, and the Flask-SQLAlchemy handle, kept thin."""

from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table's ancestor; names its constraints so that migrations can find them."""

    metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """A point in time: aware UTC in Python, stored as UTC by every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive times: nobody could tell which zone they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored time needs a time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Cents = BigInteger
"""Money: whole cents."""

Key = BigInteger().with_variant(Integer, "sqlite")
"""Row numbers; SQLite counts only plain INTEGER keys up by itself."""


class Numbered:
    """A table with one row number."""

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=True)


JsonMap = dict[str, Any]
database = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False})
"""The extension; only `portal.app` and `portal.db.transactions` touch it."""
