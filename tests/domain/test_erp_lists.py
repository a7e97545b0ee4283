"""The lists of the ERP Integrations tool, and the short questions that pages ask about facts."""

import pytest

from portal.domain import facts as questions
from portal.domain.erp_lists import LIST_PHASES, LIST_WORDS, BudgetList, list_of
from portal.domain.vocabulary import Phase, State
from tests.domain.moments import facts_in

LISTS = {
    Phase.NONE: BudgetList.SYNCED,
    Phase.SENT: BudgetList.READY,
    Phase.EXPORTING: BudgetList.ON_THE_WAY,
    Phase.EXPORT_FAILED: BudgetList.FAILED,
    Phase.AWAITING_POSTING: BudgetList.ON_THE_WAY,
    Phase.AWAITING_SYNC: BudgetList.ON_THE_WAY,
}


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_stands_in_one_list(phase):
    assert list_of(phase) is LISTS[phase]
    assert sum(phase in phases for phases in LIST_PHASES.values()) == 1


def test_every_list_has_its_name():
    assert set(LIST_WORDS) == set(BudgetList) == set(LIST_PHASES)


@pytest.mark.parametrize("state", State)
def test_only_a_failed_export_has_failed(state):
    assert questions.has_failed(facts_in(state)) is (state is State.EXPORT_FAILED)


@pytest.mark.parametrize("state", State)
def test_a_proof_is_awaited_from_acceptance_to_sync(state):
    waiting = {State.EXPORTING, State.AWAITING_POSTING, State.AWAITING_SYNC}
    assert questions.awaits_proof(facts_in(state)) is (state in waiting)
