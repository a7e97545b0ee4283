"""The state columns of the rule table: open, absent, or closed by a worded reason."""

from collections.abc import Callable, Mapping
from enum import Enum

from portal.domain import closures
from portal.domain.denials import Denial
from portal.domain.facts import BudgetFacts
from portal.domain.vocabulary import OUTSTANDING, State


class Plain(Enum):
    """The two cells that need no reason."""

    OPEN = "✓"
    ABSENT = "–"


OPEN = Plain.OPEN
ABSENT = Plain.ABSENT
Closure = Callable[[BudgetFacts], Denial]
Cell = Plain | Closure


def by_state(otherwise: Cell | None = None, **cells: Cell) -> Mapping[State, Cell]:
    """A row of twelve cells. Unnamed outstanding states close with their own reason, unless `otherwise` is given.

    Raises KeyError when a state is neither named nor outstanding, so that no cell is forgotten.
    """
    row: dict[State, Cell] = {}
    for state in State:
        if state.value in cells:
            row[state] = cells[state.value]
        elif otherwise is not None:
            row[state] = otherwise
        elif state in OUTSTANDING:
            row[state] = closures.outstanding
        else:
            raise KeyError(state.value)
    return row


def everywhere(cell: Cell) -> Mapping[State, Cell]:
    """The same cell in every state."""
    return dict.fromkeys(State, cell)


def only(*states: State) -> Mapping[State, Cell]:
    """Open in these states, absent elsewhere."""
    return {state: OPEN if state in states else ABSENT for state in State}
