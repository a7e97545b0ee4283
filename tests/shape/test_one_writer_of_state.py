"""One door for state: only `services.transitions` writes a budget's phase and lock."""

import ast

import pytest

from tests.shape.sources import modules, tree_of
from tests.shape.state_writers import writes_in

DOOR = "portal/services/transitions.py"
APART = ("portal/practice/", "portal/mailcatcher/", "portal/domain/imports/")


def test_only_the_door_writes_the_state_columns():
    writers = {path: writes_in(tree_of(path)) for path in modules("portal", without=APART)}
    assert {path: writes for path, writes in writers.items() if writes} == {
        DOOR: ["assigns locked", "assigns phase"]
    }


PLANTED = {
    "budget.phase = 'sent'": ["assigns phase"],
    "budget.locked = True": ["assigns locked"],
    "budget.locked |= True": ["assigns locked"],
    "budget.locked, x = True, 1": ["assigns locked"],
    "for budget.phase in x: pass": ["assigns phase"],
    "setattr(budget, 'phase', 'sent')": ["setattr phase"],
    "Budget(project_id=1, locked=True)": ["Budget locked"],
    "session.execute(update(Budget).values(phase='sent'))": ["values phase"],
    "session.execute(update(Budget).values({'phase': 'sent'}))": ["values phase"],
    "session.execute(update(Budget).values({Budget.locked: True}))": ["values locked"],
    "session.execute(text('UPDATE budgets SET version = 1, phase = 2'))": ["sql phase"],
}
HARMLESS = [
    "BudgetFacts(locked=True)",
    "budget.phase_at = now",
    "x = budget.phase",
    "update(Budget).values(version=2)",
    "text('UPDATE steps SET phase = 1')",
]


@pytest.mark.parametrize(("source", "found"), PLANTED.items())
def test_a_planted_write_is_caught(source, found):
    assert writes_in(ast.parse(source)) == found


@pytest.mark.parametrize("source", HARMLESS)
def test_reading_is_no_writing(source):
    assert writes_in(ast.parse(source)) == []
