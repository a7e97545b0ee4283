"""The company whose portal this is, and its switches."""

from datetime import datetime

from sqlalchemy import false, true
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Moment, Numbered


class Company(Numbered, Base):
    """One row. `timezone` is an IANA name; `four_eyes` is the segregation of duties switch.

    `holders_grant`: only who holds the privilege may grant it. `second_factor`: optional, approvers or everybody.
    `digest_hour`: the local hour of the daily summary; `digest_done`: the local date (ISO) of the last one.
    `mails_again`: approvers are mailed at once on a re-send too. `net_zero`: a modification must add up to zero.
    `below_zero`: a modification that overdraws a line is taken (allow), taken with a sentence (warn) or refused
    (refuse).
    """

    __tablename__ = "companies"

    name: Mapped[str]
    currency: Mapped[str] = mapped_column(default="USD")
    timezone: Mapped[str] = mapped_column(default="UTC")
    four_eyes: Mapped[bool] = mapped_column(default=True)
    link_days: Mapped[int] = mapped_column(default=7)
    holders_grant: Mapped[bool] = mapped_column(default=False, server_default=false())
    idle_minutes: Mapped[int] = mapped_column(default=60, server_default="60")
    longest_hours: Mapped[int] = mapped_column(default=12, server_default="12")
    proof_minutes: Mapped[int] = mapped_column(default=15, server_default="15")
    second_factor: Mapped[str] = mapped_column(default="optional", server_default="optional")
    digest_hour: Mapped[int] = mapped_column(default=6, server_default="6")
    reminder_days: Mapped[int] = mapped_column(default=2, server_default="2")
    digest_done: Mapped[str] = mapped_column(default="", server_default="")
    mails_again: Mapped[bool] = mapped_column(default=True, server_default=true())
    net_zero: Mapped[bool] = mapped_column(default=False, server_default=false())
    below_zero: Mapped[str] = mapped_column(default="warn", server_default="warn")
    created_at: Mapped[datetime] = mapped_column(Moment)
