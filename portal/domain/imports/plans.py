"""A mapping compiled against the budget: column positions, and a fast way from a text to a code."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.imports.cells import Cell, column_letter, text_of
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import ImportMapping, Rounding
from portal.domain.imports.outcomes import LineKey, LineNow

MAX_LINES = 20_000


def no_code_problem(_code: str) -> str:
    """Take any new cost code."""
    return ""


@dataclass(frozen=True, slots=True)
class BudgetNow:
    """What the file is compared with. Each mapping goes from code to name.

    `code_problem` returns a sentence when a new cost code could not be created, else an empty text.
    `missing_code_advice` says what a person does about a code that the company does not have.
    """

    lines: Mapping[LineKey, LineNow] = field(default_factory=dict)
    cost_codes: Mapping[str, str] = field(default_factory=dict)
    cost_types: Mapping[str, str] = field(default_factory=dict)
    sub_jobs: Mapping[str, str] = field(default_factory=dict)
    max_lines: int = MAX_LINES
    code_list: str = "company's list"
    missing_code_advice: str = "Use another code, or let the import create the missing ones."
    code_problem: Callable[[str], str] = no_code_problem


class Plan:
    """Positions of the columns and lookups of one dry run."""

    def __init__(self, headings: Sequence[Cell], mapping: ImportMapping, now: BudgetNow) -> None:
        """Compile the mapping; `headings` is the heading row, empty when the sheet has none."""
        self.mapping, self.now = mapping, now
        self._labels: dict[int, str] = {}
        self.headings = [safe_text(cell) for cell in headings]
        for role in Role:
            if role not in {Role.AMOUNT, Role.LEFT_OUT}:
                setattr(self, role.value, mapping.column_of(role))
        self.amounts = [(column.index, column.cost_type) for column in mapping.amount_columns]
        self.round_half_up = mapping.rounding is Rounding.HALF_UP
        self.decimal_mark = mapping.decimal_mark
        self.find_code = Finder(now.cost_codes, by_name=False)
        self.find_type = Finder(now.cost_types, by_name=True)
        self.find_sub_job = Finder(now.sub_jobs, by_name=True)

    cost_code: int
    description: int | None
    cost_type: int | None
    sub_job: int | None
    division: int | None
    quantity: int | None
    uom: int | None
    unit_cost: int | None
    manual: int | None
    control_total: int | None

    def label(self, index: int | None) -> str:
        """`F Budget Amount`: the letter and heading by which a person finds the column."""
        if index is None:
            return ""
        if index not in self._labels:
            heading = self.headings[index] if index < len(self.headings) else ""
            self._labels[index] = f"{column_letter(index)} {heading}".strip()
        return self._labels[index]

    def amount_label(self) -> str:
        """`column F Amount`, or `columns D to H` for several amount columns."""
        if not self.amounts:
            return f"columns {self.label(self.quantity)} and {self.label(self.unit_cost)}"
        if len(self.amounts) == 1:
            return f"column {self.label(self.amounts[0][0])}"
        return f"columns {column_letter(self.amounts[0][0])} to {column_letter(self.amounts[-1][0])}"


class Finder:
    """From a text of the file to a code of the company: exactly, without case, as a number, by name."""

    def __init__(self, names: Mapping[str, str], *, by_name: bool) -> None:
        """Prepare the lookups; `by_name` also takes the name, `L - Labor`, `L Labor` and `Labor (L)`."""
        self._known: dict[str, str] = {}
        for code, name in names.items():
            forms = [_plain_number(code)]
            if by_name:
                forms += [name, f"{code} - {name}", f"{code} {name}", f"{name} ({code})", f"{code}-{name}"]
            for form in forms:
                self._known.setdefault(form.casefold(), code)
        self._known |= {code.casefold(): code for code in names}
        self._known |= {code: code for code in names}
        self._loose: dict[str, str] | None = None

    def __call__(self, text: str) -> str | None:
        """Return the company's code, or None."""
        found = self._known.get(text)
        if found is not None:
            return found
        return self._known.get(text.casefold()) or self._known.get(_plain_number(text).casefold())

    def learn(self, code: str) -> None:
        """Take a code of the file that will be created, so that later rows find the same spelling."""
        for form in (_plain_number(code).casefold(), code.casefold(), code):
            self._known.setdefault(form, code)

    def nearest(self, text: str) -> str | None:
        """Return the code that differs only in leading zeros, spaces and marks; to be suggested, never taken."""
        if self._loose is None:
            self._loose = {loose(code): code for code in self._known.values()}
        return self._loose.get(loose(text))


def loose(code: str) -> str:
    """`01 5000` and `15000` -> `15000`: a code without marks and leading zeros."""
    return re.sub(r"[^0-9a-z]", "", code.casefold()).lstrip("0")


def safe_text(cell: Cell) -> str:
    """Return the text of a cell that only names something; a cell that cannot be read names nothing."""
    try:
        return text_of(cell)
    except ValueError:
        return ""


def _plain_number(code: str) -> str:
    """`2010.000` -> `2010`: a code list may keep decimals that a number cell has lost."""
    return code.rstrip("0").rstrip(".") if "." in code and code.replace(".", "", 1).isdigit() else code
