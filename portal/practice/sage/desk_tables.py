"""What the practice company keeps for its desk: windows that nobody has posted, sheets, settings.

These are not Sage's: a window on a screen lives in the program. Here it survives a kill, as the accountant
would simply open the file again. Readers of the grid never see it.
"""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from portal.practice.sage.amounts import Exact
from portal.practice.sage.cost_types import COLUMNS
from portal.practice.sage.tables import METADATA

practice_setting = Table(
    "practice_setting",
    METADATA,
    Column("key", String(50), primary_key=True),
    Column("value", Text, nullable=False),
)
practice_sheet = Table(
    "practice_sheet",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String(30), nullable=False),
    Column("jobnum", BigInteger, nullable=False, index=True),
    Column("reference", String(60), nullable=False, index=True),
    Column("operation", String(60), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("file", Text, nullable=False),
    Column("imported", String(32), nullable=False),
    Column("posted", String(32), nullable=False, default=""),
    Column("effect", Text, nullable=False, default="[]"),
)
practice_approval = Table(
    "practice_approval",
    METADATA,
    Column("sheet", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)
practice_window = Table(
    "practice_window",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("sheet", Integer, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("recnum", BigInteger, nullable=False, index=True),
    Column("phsnum", BigInteger, nullable=False),
)
practice_window_line = Table(
    "practice_window_line",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("window", Integer, nullable=False, index=True),
    Column("cstcde", Exact(9, 3), nullable=False),
    Column("dscrpt", Text, nullable=False),
    *(Column(column, Exact(10, 2), nullable=False) for column in COLUMNS.values()),
)
