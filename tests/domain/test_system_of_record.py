"""One system of record: the ERP after an import, the portal after an acceptance or, for good, after a move."""

from dataclasses import replace

from portal.domain.decisions import decide
from portal.domain.facts import erp_owns
from portal.domain.outcomes import outcome
from portal.domain.vocabulary import Action, State, SystemOfRecord
from tests.domain.moments import EVERYTHING, SAGE, facts_in

MOVED = replace(facts_in(State.DRAFT, SAGE), system_of_record=SystemOfRecord.PORTAL)


def test_a_budget_of_the_erp_is_known_by_its_word():
    assert [erp_owns(each) for each in SystemOfRecord] == [False, False, True]
    assert erp_owns("erp")


def test_a_move_to_the_portal_ends_the_import_for_good():
    verdict = decide(Action.IMPORT_FROM_ERP, EVERYTHING, MOVED)
    assert verdict.shown
    assert [denial.code for denial in verdict.denials] == ["moved_to_portal"]


def test_a_rejection_before_any_acceptance_does_not_undo_a_move():
    sent = replace(facts_in(State.SENT, SAGE), system_of_record=SystemOfRecord.PORTAL, exported_before=False)
    assert outcome(Action.REJECT, replace(sent, import_disabled=False)).system_of_record is None


def test_a_rejection_of_a_failed_first_export_gives_the_choice_back():
    failed = replace(facts_in(State.EXPORT_FAILED, SAGE), import_disabled=True, exported_before=False)
    assert outcome(Action.REJECT, failed).system_of_record is SystemOfRecord.UNDECIDED
