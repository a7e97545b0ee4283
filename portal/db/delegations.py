"""Who stands in for whom: a period in which one approver's requests go to another holder of the privilege."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Moment, Numbered


class Delegation(Numbered, Base):
    """From `starts_at` until `ends_at` (or `ended_at`, if earlier) the requests of `person_id` reach `substitute_id`.

    It re-routes requests and grants nothing.
    """

    __tablename__ = "delegations"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
