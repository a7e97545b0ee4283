"""What the ERP's side said of an export that a person posts: the sheet's files, number, seal and control totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Delivery:
    """Empty where nothing was delivered. `totals` are amounts as text by the ERP's cost type number."""

    files: tuple[str, ...] = ()
    number: str = ""
    seal: str = ""
    rows: int = 0
    totals: Mapping[str, str] | None = None

    @property
    def sheet(self) -> str:
        """The name under which a person finds it."""
        return self.files[0] if self.files else ""


def delivery_of(stored: Mapping[str, Any]) -> Delivery:
    """Read `Submission.delivery`, its members named in any case; what is missing is empty."""
    told = {name.lower(): value for name, value in stored.items()}
    return Delivery(
        files=tuple(str(name) for name in told.get("files") or ()),
        number=str(told.get("number") or ""),
        seal=str(told.get("hash") or ""),
        rows=int(told.get("rows") or 0),
        totals=told.get("totals"),
    )
