"""The twelve names, derived from what is stored."""

import itertools

import pytest

from portal.domain.facts import BudgetFacts, awaits_proof, has_failed, is_exported, is_unposted, state_of
from portal.domain.state_words import STATE_WORDS
from portal.domain.vocabulary import OUTSTANDING, Phase, State, SystemOfRecord
from tests.domain.moments import facts_in

# phase   record  exported  locked  unsynced -> state; "any" means that the fact does not matter
DERIVED = """
sent              any     any  any  any    sent
exporting         any     any  any  any    exporting
export_failed     any     any  any  any    export_failed
awaiting_posting  any     any  any  any    awaiting_posting
awaiting_sync     any     any  any  any    awaiting_sync
none              erp     any  no   any    imported
none              erp     any  yes  any    imported_locked
none              ours    no   no   any    draft
none              ours    no   yes  any    locked
none              ours    yes  no   any    synced_unlocked
none              ours    yes  yes  no     synced
none              ours    yes  yes  yes    changes_pending
"""
RECORDS = {"erp": [SystemOfRecord.ERP], "ours": [SystemOfRecord.PORTAL, SystemOfRecord.UNDECIDED]}
TRUTHS = {"yes": [True], "no": [False], "any": [True, False]}


def _combinations():
    for row in DERIVED.split("\n")[1:-1]:
        phase, record, exported, locked, unsynced, state = row.split()
        records = RECORDS.get(record, list(SystemOfRecord))
        for facts in itertools.product(records, TRUTHS[exported], TRUTHS[locked], TRUTHS[unsynced]):
            yield pytest.param(Phase(phase), *facts, State(state), id=f"{state}-{facts}")


@pytest.mark.parametrize(
    ("phase", "record", "exported", "locked", "unsynced", "state"), list(_combinations())
)
def test_the_state_follows_from_the_facts(phase, record, exported, locked, unsynced, state):
    facts = BudgetFacts(
        phase=phase, system_of_record=record, exported_before=exported, locked=locked, has_unsynced=unsynced
    )
    assert state_of(facts) is state


def test_the_table_above_covers_every_combination_once():
    combinations = [tuple(each.values[:5]) for each in _combinations()]
    assert len(combinations) == len(set(combinations)) == len(Phase) * len(SystemOfRecord) * 2 * 2 * 2


@pytest.mark.parametrize("state", State)
def test_the_moments_of_these_tests_are_in_the_state_they_name(state):
    assert state_of(facts_in(state)) is state


def test_outstanding_is_every_phase_of_a_submission():
    assert {state.value for state in OUTSTANDING} == {phase.value for phase in Phase} - {"none"}


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_word_a_colour_and_a_mark(state):
    words = STATE_WORDS[state]
    assert words.badge[0].isupper()
    assert words.kind in {"wait", "ok", "warn", "bad", "idle"}
    assert words.mark in {"disc", "ring", "diamond", "square"}
    assert words.sentence.split()[0] in {"is", "was", "has", "waits", "awaits", "failed"}


def test_no_two_states_share_a_badge():
    assert len({words.badge for words in STATE_WORDS.values()}) == len(State)


@pytest.mark.parametrize("phase", list(Phase))
def test_only_a_refused_export_has_failed(phase):
    assert has_failed(BudgetFacts(locked=True, phase=phase)) is (phase is Phase.EXPORT_FAILED)


@pytest.mark.parametrize("phase", list(Phase))
def test_amounts_are_on_their_way_from_acceptance_until_they_are_seen(phase):
    under_way = {Phase.EXPORTING, Phase.AWAITING_POSTING, Phase.AWAITING_SYNC}
    assert awaits_proof(BudgetFacts(locked=True, phase=phase)) is (phase in under_way)


@pytest.mark.parametrize("phase", Phase)
def test_only_two_phases_have_left_for_the_erp_and_one_waits_for_posting(phase):
    assert is_exported(phase.value) is (phase in {Phase.AWAITING_POSTING, Phase.AWAITING_SYNC})
    assert is_unposted(phase.value) is (phase is Phase.AWAITING_POSTING)
