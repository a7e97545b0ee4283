"""Every phase stands in exactly one list, and whoever sees the lists may see every budget in them."""

import itertools

import pytest

from portal.domain.decisions import holds
from portal.domain.erp_lists import LIST_PHASES, LIST_WORDS, BudgetList, list_of
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, Level, Phase


@pytest.mark.parametrize("phase", Phase)
def test_a_phase_stands_in_one_list(phase):
    assert [name for name, phases in LIST_PHASES.items() if phase in phases] == [list_of(phase)]


def test_every_list_has_its_words():
    assert set(LIST_WORDS) == set(LIST_PHASES) == set(BudgetList)


def test_whoever_sees_the_lists_may_see_every_budget():
    for erp, budget, auditor in itertools.product(Level, Level, (False, True)):
        actor = Actor(id=1, name="Somebody", erp=erp, budget=budget, auditor=auditor)
        assert not holds(Action.VIEW_ERP, actor) or holds(Action.VIEW_BUDGET, actor)
