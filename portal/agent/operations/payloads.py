"""Reading what an operation asks for. Every wrong member becomes a sentence; nothing is written then."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from ..company import texts
from ..failures import PayloadError

FIRST: Literal["first"] = "first"
UPDATE: Literal["update"] = "update"
CHANGE_ORDERS: Literal["change_orders"] = "change_orders"
MODES = (FIRST, UPDATE, CHANGE_ORDERS)

CellKey = tuple[int, Decimal, int]
"""A cell of the grid: phase (0 for none), cost code, cost type."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is to be added to it, and what the portal expects to stand there now."""

    phase: int
    code: Decimal
    type: int
    delta: Decimal
    expected: Decimal
    description: str

    @property
    def key(self) -> CellKey:
        """Where it stands."""
        return self.phase, self.code, self.type


@dataclass(frozen=True, slots=True)
class BudgetWish:
    """A budget that is to be laid down as a sheet. `replace`: a first one may stand in the place of what is there.

    `submission` and `revision` are the portal's numbers of what was accepted; 0 from a portal that does not tell.
    """

    job: int
    mode: str
    reference: str
    replace: bool
    title: str
    cells: tuple[Cell, ...]
    accepted_by: str
    accepted_on: str
    submission: int = 0
    revision: int = 0

    @property
    def approval(self) -> str:
        """Which submission and revision was accepted, by whom and when: the way from Sage back to the approval."""
        if not self.submission:
            return ""
        who = f"accepted by {self.accepted_by} on {self.accepted_on}"
        return f"Submission {self.submission}, revision {self.revision}, {who}"


def budget(payload: dict[str, Any]) -> BudgetWish:
    """Read WriteBudget. Raises PayloadError with every problem."""
    problems: list[str] = []
    mode = str(payload.get("Mode", ""))
    if mode not in MODES:
        problems.append(f"Mode must be one of {', '.join(MODES)}, not {mode or 'empty'}.")
    given = payload.get("Cells")
    cells = []
    for place, each in enumerate(given if isinstance(given, list) else []):
        try:
            cells.append(_cell(each, f"Cells[{place}]"))
        except (ValueError, TypeError, AttributeError) as error:
            problems.append(str(error))
    if not cells and not problems:
        problems.append("Cells is empty: there is nothing to write.")
    if len({cell.key for cell in cells}) != len(cells):
        problems.append("Cells names a cell twice; it must name each once.")
    job = _job(payload.get("Job"), problems)
    if problems:
        raise PayloadError(*problems)
    return BudgetWish(
        job,
        mode,
        line(payload.get("Reference")),
        payload.get("Replace") is True,
        line(payload.get("Title")),
        tuple(cells),
        line(payload.get("AcceptedBy")),
        line(payload.get("AcceptedOn")),
        _number(payload.get("Submission")),
        _number(payload.get("Revision")),
    )


def job_number(payload: dict[str, Any], name: str = "Job") -> int:
    """The job's number. Raises PayloadError."""
    problems: list[str] = []
    number = _job(payload.get(name), problems)
    if problems:
        raise PayloadError(*problems)
    return number


def operation_id(payload: dict[str, Any]) -> str:
    """The operation that is asked about. Raises PayloadError."""
    found = str(payload.get("OperationId") or "")
    if not found:
        raise PayloadError("OperationId is missing.")
    return found


def line(value: Any) -> str:
    """A text in one line."""
    return " ".join(texts.text(value).split())


def _number(value: Any) -> int:
    return value if type(value) is int and value > 0 else 0


def _job(value: Any, problems: list[str]) -> int:
    text = str(value if value is not None else "").strip()
    if text.isascii() and text.isdigit() and len(text) <= 18:  # noqa: PLR2004  # what a bigint holds
        return int(text)
    problems.append(f"{text or 'An empty text'} is no job number: jobs of Sage have whole numbers.")
    return 0


def _cell(given: dict[str, Any], place: str) -> Cell:
    phase = str(given.get("Phase") or "0").strip()
    if not (phase.isascii() and phase.isdigit()):
        raise ValueError(f"{place}.Phase is no phase number: {phase}.")
    return Cell(
        int(phase),
        _code(given.get("CostCode"), f"{place}.CostCode"),
        texts.parsed_type(given.get("CostType"), f"{place}.CostType"),
        texts.parsed_amount(given.get("Delta"), f"{place}.Delta"),
        texts.parsed_amount(given.get("Expected", "0.00"), f"{place}.Expected"),
        line(given.get("Description")),
    )


def _code(given: Any, place: str) -> Decimal:
    whole, _, tail = str(given or "").strip().partition(".")
    if not (whole.isascii() and whole.isdigit() and (not tail or (tail.isascii() and tail.isdigit()))):
        raise ValueError(f"{place} is no cost code of Sage, such as 2010.000: {given}.")
    code = Decimal(f"{whole}.{tail or '0'}")
    if len(whole) > 6 or len(tail.rstrip("0")) > 3:  # noqa: PLR2004  # numeric(9,3)
        raise ValueError(f"{place} does not fit Sage's cost codes (six figures and three decimals): {given}.")
    return code.quantize(Decimal("0.001"))
