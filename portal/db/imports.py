"""Uploaded files waiting for their dry run to be confirmed, and the mapping remembered per file shape."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, JsonMap, Moment, Numbered


class ImportFile(Numbered, Base):
    """One upload. `mapping` is what each column means; `imported_at` is set when its rows were written."""

    __tablename__ = "import_files"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    mapping: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    imported_at: Mapped[datetime | None] = mapped_column(Moment)


class ImportShape(Numbered, Base):
    """The mapping last used for files that look alike."""

    __tablename__ = "import_shapes"

    fingerprint: Mapped[str] = mapped_column(unique=True)
    mapping: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    used_at: Mapped[datetime] = mapped_column(Moment)
    used_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
