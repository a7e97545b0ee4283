"""The tables and columns of Sage 100 Contractor that the agent reads: nothing else, and nothing is ever written.

Names and widths as practitioners who read the company database live have them; schema `dbo`.
"""

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Date, Dialect, Float, Integer, MetaData, Numeric, String, Table
from sqlalchemy.types import TypeDecorator, TypeEngine

SCHEMA: Final = "dbo"
METADATA = MetaData(schema=SCHEMA)

CURRENT: Final = {
    1: "matbdg",
    2: "labbdg",
    3: "eqpbdg",
    4: "subbdg",
    5: "othbdg",
    6: "usrcs6",
    7: "usrcs7",
    8: "usrcs8",
    9: "usrcs9",
}
"""The budget grid's columns by cost type."""
ORIGINAL: Final = {1: "matorg", 2: "laborg", 3: "eqporg", 4: "suborg", 5: "othorg"}
"""The twins that Set Budget fills; types 6 to 9 have none."""
APPROVED: Final = 1
"""The status of a change order that counts."""


_FEW: Final = ("phsnum", "status", "csttyp", "divnum")


class Exact(TypeDecorator[Decimal]):
    """A numeric column read as an exact Decimal with its own number of places; SQLite has none of its own."""

    impl = Numeric
    cache_ok = True

    def __init__(self, digits: int, places: int) -> None:
        super().__init__(digits, places)
        self.digits, self.places = digits, places

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite hands out plain numbers; their shortest text is what was stored."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Float())
        return dialect.type_descriptor(Numeric(self.digits, self.places))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002  # its signature
        """The decimal with all its places."""
        return None if value is None else Decimal(str(value)).quantize(Decimal(1).scaleb(-self.places))


def _numbers(*names: str) -> list[Column[Any]]:
    """Whole numbers: keys may have many figures, the others have few."""
    return [Column(name, Integer if name in _FEW else BigInteger) for name in names]


def _texts(**widths: int) -> list[Column[Any]]:
    return [Column(name, String(width)) for name, width in widths.items()]


def _amounts(*names: str, digits: int = 10) -> list[Column[Any]]:
    return [Column(name, Exact(digits, 2)) for name in names]


actrec = Table(
    "actrec",
    METADATA,
    *_numbers("recnum", "clnnum", "status"),
    *_texts(jobnme=75, shtnme=30, addrs1=50, addrs2=50, ctynme=50, state_=2, zipcde=10),
    *_amounts("cntrct"),
)
jobphs = Table("jobphs", METADATA, *_numbers("recnum", "phsnum"), *_texts(phsnme=50))
cstcde = Table(
    "cstcde", METADATA, Column("recnum", Exact(9, 3)), *_numbers("divnum"), *_texts(cdenme=50, untdsc=10)
)
csttyp = Table("csttyp", METADATA, *_numbers("recnum"), *_texts(typnme=30))
bdglin = Table(
    "bdglin",
    METADATA,
    *_numbers("_idnum", "recnum", "phsnum"),
    Column("cstcde", Exact(9, 3)),
    *_amounts(*CURRENT.values(), *ORIGINAL.values()),
    Column("lckedt", Integer),
)
prmchg = Table(
    "prmchg",
    METADATA,
    *_numbers("recnum", "jobnum", "phsnum", "status", "csttyp"),
    *_texts(chgnum=20, dscrpt=50),
    Column("cstcde", Exact(9, 3)),
    *_amounts("bdgamt"),
)
jobcst = Table(
    "jobcst",
    METADATA,
    *_numbers("recnum", "jobnum", "phsnum", "status", "csttyp", "vndnum"),
    *_texts(trnnum=20, dscrpt=50),
    Column("trndte", Date),
    Column("cstcde", Exact(9, 3)),
    *_amounts("cstamt", digits=9),
)
