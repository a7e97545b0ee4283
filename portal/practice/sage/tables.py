"""Sage's own tables: names, columns and widths as practitioners read them, in the schema `dbo`.

Whoever reads the company from outside (the sync agent) sees these and no others.
"""

from sqlalchemy import BigInteger, Column, Date, Integer, MetaData, String, Table, Text

from portal.practice.sage.amounts import NOTHING, Exact
from portal.practice.sage.cost_types import COLUMNS, ORIGINALS

METADATA = MetaData(schema="dbo")


def _row_id() -> Column[int]:
    return Column(
        "_idnum", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )


def _text(name: str, width: int) -> Column[str]:
    return Column(name, String(width), nullable=False, default="")


def _number(name: str, default: int | None = 0, **more: bool) -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=default, **more)  # type: ignore[arg-type]  # flags only


def _amount(name: str, digits: int = 10, places: int = 2) -> Column[object]:
    zero = NOTHING.quantize(NOTHING.scaleb(2 - places))
    return Column(name, Exact(digits, places), nullable=False, default=zero)


def _code(name: str, **more: bool) -> Column[object]:
    return Column(name, Exact(9, 3), nullable=more.pop("nullable", False), **more)  # type: ignore[arg-type]  # flags only


actrec = Table(
    "actrec",
    METADATA,
    _row_id(),
    _number("recnum", None, unique=True),
    _text("jobnme", 75),
    _text("shtnme", 30),
    _number("status", 4),
    _number("clnnum"),
    _text("addrs1", 50),
    _text("addrs2", 50),
    _text("ctynme", 50),
    _text("state_", 2),
    _text("zipcde", 10),
    _amount("cntrct"),
)
jobphs = Table(
    "jobphs", METADATA, _row_id(), _number("recnum", None, index=True), _number("phsnum"), _text("phsnme", 50)
)
cstcde = Table(
    "cstcde",
    METADATA,
    _row_id(),
    _code("recnum", unique=True),
    _text("cdenme", 50),
    _number("divnum"),
    _text("untdsc", 10),
    _number("inactv"),
)
csttyp = Table("csttyp", METADATA, _row_id(), _number("recnum", None, unique=True), _text("typnme", 30))
actpay = Table(
    "actpay",
    METADATA,
    _row_id(),
    _number("recnum", None, unique=True),
    _text("vndnme", 75),
    _text("shtnme", 30),
)
bdglin = Table(
    "bdglin",
    METADATA,
    _row_id(),
    _number("recnum", None, index=True),
    _number("phsnum"),
    _code("cstcde"),
    _amount("hrsbdg"),
    *(_amount(column) for column in COLUMNS.values()),
    _amount("ttlbdg"),
    _amount("hrsorg"),
    *(_amount(column) for column in ORIGINALS.values()),
    _amount("ttlorg"),
    _amount("estunt", 8, 4),
    _text("untdsc", 10),
    _amount("untcst", 10, 4),
    Column("notes", Text, nullable=False, default=""),
    _number("lckedt"),
)
prmchg = Table(
    "prmchg",
    METADATA,
    _row_id(),
    _number("recnum", None, unique=True),
    _number("jobnum", None, index=True),
    _number("phsnum"),
    _text("chgnum", 20),
    _text("dscrpt", 50),
    _number("status", 1),
    _code("cstcde"),
    _number("csttyp", None),
    _amount("bdgamt"),
)
jobcst = Table(
    "jobcst",
    METADATA,
    _row_id(),
    _number("recnum", None, unique=True),
    _number("jobnum", None, index=True),
    _number("phsnum"),
    _text("trnnum", 20),
    _text("dscrpt", 50),
    Column("trndte", Date, nullable=False),
    Column("entdte", Date, nullable=False),
    _number("actprd"),
    _number("postyr"),
    _number("srcnum", 11),
    _number("status", 1),
    _number("bllsts", 1),
    _code("cstcde", nullable=True),
    _number("csttyp", None),
    _amount("csthrs", 8, 2),
    _amount("cstamt", 9, 2),
    _number("vndnum"),
    _number("empnum"),
    _number("eqpnum"),
    _number("payrec"),
    _text("wrkord", 20),
    _text("usrnme", 50),
)
OPEN_COST, VOID_COST = 1, 2
APPROVED = 1
