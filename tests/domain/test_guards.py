"""Every guard alone: what it lets pass, and in which words it does not."""

from dataclasses import replace

import pytest

from portal.domain import guards
from portal.domain.denials import CONFLICT, FORBIDDEN, Denial
from portal.domain.facts import BudgetFacts, PersonFacts
from portal.domain.people import CONSOLE
from portal.domain.vocabulary import Granular, Level, SystemOfRecord
from tests.domain.moments import ACCOUNTANT, CONTROLLER, EVERYTHING, MANAGER, QUICKBOOKS, SAGE
from tests.domain.sentences import faults_of

LINE = (Denial("line", "Line 4 names a sub job. Remove it first.", anchor="line-4"),)
WRITER = replace(MANAGER, budget=Level.STANDARD)
PRICER = replace(WRITER, granular=frozenset({Granular.MODIFY_ORIGINAL}))
TOM = PersonFacts(id=3, name="Tom Halden", erp_can_accept=True)


def facts(**changes):
    return BudgetFacts(**changes)


# guard, who, facts that pass, facts that fail, code, status
ALONE = [
    (
        guards.is_integrated,
        MANAGER,
        facts(erp=SAGE),
        facts(erp=SAGE, tool_active=False),
        "budget_tool_off",
        409,
    ),
    (guards.is_integrated, MANAGER, facts(erp=SAGE), facts(), "no_connection", 409),
    (
        guards.is_linked,
        MANAGER,
        facts(erp=SAGE, project_linked=True),
        facts(erp=SAGE),
        "project_not_synced",
        409,
    ),
    (guards.has_synced_codes, MANAGER, facts(), facts(codes_not_synced=LINE), "line", 409),
    (guards.has_no_foreign_sub_jobs, MANAGER, facts(), facts(sub_job_lines=LINE), "line", 409),
    (
        guards.has_something_to_send,
        MANAGER,
        facts(has_unsynced=True),
        facts(line_count=1),
        "nothing_to_send",
        409,
    ),
    (guards.fits_the_erp, MANAGER, facts(), facts(limit_problems=LINE), "line", 409),
    (
        guards.belongs_to_the_portal,
        MANAGER,
        facts(),
        facts(system_of_record=SystemOfRecord.ERP),
        "erp_owns_budget",
        409,
    ),
    (guards.has_lines, MANAGER, facts(line_count=1), facts(), "no_lines", 409),
    (
        guards.starts_at_zero_when_locked,
        MANAGER,
        facts(locked=True),
        facts(locked=True, wanted_cents=1),
        "zero_only_when_locked",
        409,
    ),
    (
        guards.is_unused_zero_line,
        MANAGER,
        facts(locked=True, line_is_unused_zero=True),
        facts(locked=True),
        "line_in_use",
        409,
    ),
    (
        guards.has_no_modification,
        MANAGER,
        facts(),
        facts(line_has_modification=True),
        "line_has_modification",
        409,
    ),
    (guards.is_owner_or_admin, WRITER, facts(owner_id=1), facts(owner_id=2), "not_your_modification", 403),
    (
        guards.has_unsent_modification,
        MANAGER,
        facts(has_unsent_modifications=True),
        facts(),
        "modification_exported",
        409,
    ),
    (guards.is_not_the_sender, ACCOUNTANT, facts(), facts(touched_by=frozenset({2})), "four_eyes", 403),
    (guards.erp_offers_import, ACCOUNTANT, facts(erp=SAGE), facts(erp=QUICKBOOKS), "no_import", 409),
    (guards.erp_offers_import, ACCOUNTANT, facts(erp=SAGE), facts(), "no_import", 409),
    (guards.import_is_open, ACCOUNTANT, facts(), facts(import_disabled=True), "import_disabled", 409),
    (guards.was_never_handed_out, ACCOUNTANT, facts(), facts(was_handed_out=True), "already_handed_out", 409),
    (guards.has_mismatch, ACCOUNTANT, facts(has_mismatch=True), facts(), "no_difference", 409),
    (guards.erp_posts_by_hand, ACCOUNTANT, facts(erp=SAGE), facts(erp=QUICKBOOKS), "nothing_to_post", 409),
    (guards.erp_posts_by_hand, ACCOUNTANT, facts(erp=SAGE), facts(), "nothing_to_post", 409),
    (guards.erp_withdraws, CONTROLLER, facts(erp=SAGE), facts(erp=QUICKBOOKS), "cannot_withdraw", 409),
    (guards.erp_withdraws, CONTROLLER, facts(erp=SAGE), facts(), "cannot_withdraw", 409),
    (
        guards.is_not_being_withdrawn,
        CONTROLLER,
        facts(),
        facts(withdrawal_under_way=True),
        "withdrawal_under_way",
        409,
    ),
    (
        guards.has_acknowledgement,
        ACCOUNTANT,
        facts(has_open_acknowledgement=True),
        facts(),
        "nothing_acknowledged",
        409,
    ),
    (
        guards.is_the_second_person,
        ACCOUNTANT,
        facts(acknowledged_by=CONTROLLER.id),
        facts(acknowledged_by=ACCOUNTANT.id),
        "two_people",
        403,
    ),
    (
        guards.is_the_second_person,
        ACCOUNTANT,
        facts(),
        facts(acknowledged_by=ACCOUNTANT.id),
        "two_people",
        403,
    ),
    (guards.is_somebody_else, EVERYTHING, TOM, replace(TOM, id=9), "not_to_yourself", 403),
    (
        guards.holds_it_where_needed,
        MANAGER,
        TOM,
        replace(TOM, only_holders_grant=True),
        "only_holders_grant",
        403,
    ),
    (guards.is_active_person, EVERYTHING, TOM, replace(TOM, active=False), "person_inactive", 409),
    (
        guards.can_hold_the_privilege,
        EVERYTHING,
        TOM,
        replace(TOM, erp_can_accept=False),
        "needs_erp_level",
        409,
    ),
]


@pytest.mark.parametrize(
    ("guard", "actor", "passing", "failing", "code", "status"),
    ALONE,
    ids=[f"{row[0].__name__}-{row[4]}" for row in ALONE],
)
def test_guard(guard, actor, passing, failing, code, status):
    assert list(guard(actor, passing)) == []
    (denial,) = guard(actor, failing)
    assert (denial.code, denial.status) == (code, status)
    assert faults_of(denial.sentence) == []


def test_a_project_without_a_connection_is_not_also_unsynced():
    assert list(guards.is_linked(MANAGER, facts())) == []


def test_setting_an_amount_needs_its_own_permission():
    (denial,) = guards.may_modify_originals(WRITER, facts())
    assert (denial.code, denial.status) == ("may_not_modify_originals", FORBIDDEN)
    assert list(guards.may_modify_originals(PRICER, facts())) == []
    assert list(guards.may_modify_originals(MANAGER, facts())) == []


def test_a_line_of_zero_needs_no_permission_for_amounts():
    assert list(guards.may_set_the_amount(WRITER, facts())) == []
    assert [denial.code for denial in guards.may_set_the_amount(WRITER, facts(wanted_cents=1))] == [
        "may_not_modify_originals"
    ]


def test_an_unlocked_budget_takes_any_amount_and_loses_any_line():
    assert list(guards.starts_at_zero_when_locked(MANAGER, facts(wanted_cents=1))) == []
    assert list(guards.is_unused_zero_line(MANAGER, facts())) == []


def test_a_budget_admin_may_change_another_persons_modification():
    assert list(guards.is_owner_or_admin(MANAGER, facts(owner_id=2))) == []


@pytest.mark.parametrize(
    ("sender", "words"),
    [
        (2, "You sent this revision"),
        (1, "You locked or edited this revision"),
        (None, "You locked or edited"),
    ],
)
def test_four_eyes_says_what_you_did(sender, words):
    (denial,) = guards.is_not_the_sender(ACCOUNTANT, facts(touched_by=frozenset({1, 2}), sender_id=sender))
    assert denial.sentence.startswith(words)


def test_four_eyes_is_a_switch_of_the_company():
    assert list(guards.is_not_the_sender(ACCOUNTANT, facts(touched_by=frozenset({2}), four_eyes=False))) == []


def test_four_eyes_knows_people_only():
    assert list(guards.is_not_the_sender(CONSOLE, facts(touched_by=frozenset({2})))) == []


def test_who_may_not_grant_to_himself_learns_who_can():
    me = replace(TOM, id=EVERYTHING.id, other_directory_admins=("Tom Halden", "Ada Lund"))
    (denial,) = guards.is_somebody_else(EVERYTHING, me)
    assert denial.sentence == (
        "You cannot grant this to yourself. Another directory admin can: Tom Halden, Ada Lund."
    )
    (alone,) = guards.is_somebody_else(EVERYTHING, replace(me, other_directory_admins=()))
    assert alone.sentence.endswith("Name a second directory admin first.")


def test_the_console_grants_to_anybody():
    assert list(guards.is_somebody_else(CONSOLE, TOM)) == []


def test_every_guard_has_a_test_here_or_above():
    tested = {row[0].__name__ for row in ALONE} | {"may_modify_originals", "may_set_the_amount"}
    defined = {
        name for name, thing in vars(guards).items() if getattr(thing, "__module__", "") == guards.__name__
    }
    assert defined == tested


def test_a_refusal_is_a_conflict_unless_said_otherwise():
    assert LINE[0].status == CONFLICT
