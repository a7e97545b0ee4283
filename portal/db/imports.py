"""Uploaded files with the sheets read from them, and the mapping remembered per file shape."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, JsonMap, Moment, Numbered


class ImportFile(Numbered, Base):
    """One upload. `mapping` is what each column means; `imported_at` is set when its rows were written.

    A file for a budget names its project; a list of cost codes belongs to the company and names none. The bytes are
    kept as they came, so that it can always be shown what was imported.
    """

    __tablename__ = "import_files"

    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)
    mapping: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    imported_at: Mapped[datetime | None] = mapped_column(Moment)


class ImportSheet(Numbered, Base):
    """One sheet of an upload as it was read: `cells` is packed JSON, a list of rows.

    Checking again and writing read this instead of parsing the file; it goes when the file has been imported.
    """

    __tablename__ = "import_sheets"
    __table_args__ = (UniqueConstraint("file_id", "position"),)

    file_id: Mapped[int] = mapped_column(ForeignKey("import_files.id"))
    position: Mapped[int]
    name: Mapped[str]
    is_hidden: Mapped[bool] = mapped_column(default=False)
    row_count: Mapped[int]
    column_count: Mapped[int]
    cells: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class ImportShape(Numbered, Base):
    """The mapping last used for files that look alike; `purpose` is budget or cost_codes."""

    __tablename__ = "import_shapes"
    __table_args__ = (UniqueConstraint("purpose", "fingerprint"),)

    purpose: Mapped[str]
    fingerprint: Mapped[str]
    mapping: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    used_at: Mapped[datetime] = mapped_column(Moment)
    used_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
