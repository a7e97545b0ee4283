"""The company whose portal this is, and its switches."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Moment, Numbered


class Company(Numbered, Base):
    """One row. `timezone` is an IANA name; `four_eyes` is the segregation of duties switch."""

    __tablename__ = "companies"

    name: Mapped[str]
    currency: Mapped[str] = mapped_column(default="USD")
    timezone: Mapped[str] = mapped_column(default="UTC")
    four_eyes: Mapped[bool] = mapped_column(default=True)
    link_days: Mapped[int] = mapped_column(default=7)
    created_at: Mapped[datetime] = mapped_column(Moment)
