"""Rows of twelve cells: none forgotten."""

import pytest

from portal.domain import closures
from portal.domain.columns import ABSENT, OPEN, by_state, everywhere, only
from portal.domain.rules import RULES
from portal.domain.vocabulary import OUTSTANDING, State


@pytest.mark.parametrize("forgotten", sorted(set(State) - OUTSTANDING))
def test_a_forgotten_cell_is_an_error_at_once(forgotten):
    cells = {state.value: OPEN for state in State if state not in OUTSTANDING and state is not forgotten}
    with pytest.raises(KeyError, match=forgotten.value):
        by_state(**cells)


def test_outstanding_states_close_by_themselves():
    row = by_state(**{state.value: OPEN for state in set(State) - OUTSTANDING})
    assert {state for state, cell in row.items() if cell is closures.outstanding} == OUTSTANDING


def test_a_default_fills_the_rest_and_outstanding_too():
    row = by_state(otherwise=ABSENT, sent=OPEN)
    assert {state for state, cell in row.items() if cell is OPEN} == {State.SENT}
    assert set(row.values()) == {OPEN, ABSENT}


def test_the_short_forms():
    assert set(everywhere(OPEN).values()) == {OPEN}
    assert {state for state, cell in only(State.SENT, State.SYNCED).items() if cell is OPEN} == {
        State.SENT,
        State.SYNCED,
    }


def test_every_row_on_budgets_has_twelve_cells():
    assert all(set(rule.states) == set(State) for rule in RULES.values() if rule.states is not None)
